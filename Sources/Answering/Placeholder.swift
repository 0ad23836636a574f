package import Snapshots
package struct RecommendQuery { package init() {} }
package struct RecommendAnswer { package init() {} }
package struct SimilarItemsQuery { package init() {} }
package final class AnsweringScratch { package init() {} }
package final class Models: Sendable { package init(opening directory: String) throws(SnapshotError) {} }
