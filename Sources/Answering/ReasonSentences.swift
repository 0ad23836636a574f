import Bytes
import Catalogue
import Expressions
package import Recommendation
import Snapshots

/// A language that reasons can be told in.
package enum ReasonLanguage: String, Sendable, CaseIterable {
  case english = "en"
  case chinese = "zh"

  package static let accepted = allCases.map(\.rawValue).joined(separator: ", ")
}

extension Models {
  /// A reason for an answered item as a sentence for the shopper. Items are called by their titles, or
  /// by their ids where they have none. Numbers are those of the model: nothing is rounded or guessed.
  package func sentence(
    _ reason: RankingReason, for item: Int32, in language: ReasonLanguage
  ) -> String {
    let cause = reason.item >= 0 ? title(reason.item) : ""
    let count = Int(reason.count)
    switch language {
    case .english: return english(reason, cause, count, item)
    case .chinese: return chinese(reason, cause, count, item)
    }
  }

  private func english(
    _ reason: RankingReason, _ cause: String, _ count: Int, _ item: Int32
  ) -> String {
    switch reason.code {
    case .neighbour: "because you chose \(cause)"
    case .chosenTogether:
      "because you chose \(cause) (\(count) \(count == 1 ? "shopper" : "shoppers") chose both)"
    case .chosenNext: "often chosen after \(cause)"
    case .alike:
      shared(reason.item, item, ", ").map { "like \(cause), which you chose: \($0)" }
        ?? "like \(cause), which you chose"
    case .otherNeighbours: "because of other items that you chose"
    case .popular: count == 1 ? "1 shopper chose it" : "\(count) shoppers chose it"
    case .trending: category(item).map { "popular in \($0) of late" } ?? "popular of late"
    case .searched: "matches what you searched for"
    case .chosenBefore: count == 1 ? "you chose it before" : "you chose it \(count) times"
    case .factors: "close to what you choose"
    case .affinity:
      values(reason, of: item, ", ").map { "matches what you often choose: \($0)" }
        ?? "matches what you often choose"
    case .demographics: "often chosen by shoppers like you"
    }
  }

  private func chinese(
    _ reason: RankingReason, _ cause: String, _ count: Int, _ item: Int32
  ) -> String {
    switch reason.code {
    case .neighbour: "因为您选过“\(cause)”"
    case .chosenTogether: "因为您选过“\(cause)”（有 \(count) 位顾客两件都选了）"
    case .chosenNext: "选过“\(cause)”的顾客接着常选它"
    case .alike:
      shared(reason.item, item, "、").map { "与您选过的“\(cause)”相似：\($0)" }
        ?? "与您选过的“\(cause)”相似"
    case .otherNeighbours: "也因为您选过的其他商品"
    case .popular: "已有 \(count) 位顾客选过"
    case .trending: category(item).map { "近期“\($0)”类的热门商品" } ?? "近期热门商品"
    case .searched: "符合您搜索的内容"
    case .chosenBefore: "您选过 \(count) 次"
    case .factors: "符合您一贯的选择"
    case .affinity: values(reason, of: item, "、").map { "符合您常选的风格：\($0)" } ?? "符合您常选的风格"
    case .demographics: "与您相似的顾客常选它"
    }
  }

  private func title(_ item: Int32) -> String {
    let title = catalogue.titles[Int(item)]
    return title.isEmpty ? itemID(item).string : title.string
  }

  private func category(_ item: Int32) -> String? { text("category", of: Int(item)) }

  /// The texts that both items have, at most three; `nil` when they share none.
  private func shared(_ item: Int32, _ other: Int32, _ separator: String) -> String? {
    let texts = catalogue.attributeNames.compactMap { name -> String? in
      guard let text = text(name, of: Int(item)), text == self.text(name, of: Int(other))
      else { return nil }
      return text
    }
    return texts.isEmpty ? nil : texts.prefix(3).joined(separator: separator)
  }

  /// The item's values of the attributes that a reason is about; numbers have none
  /// worth saying. `nil` when nothing is left.
  private func values(_ reason: RankingReason, of item: Int32, _ separator: String) -> String? {
    var texts: [String] = []
    recommender.forEachName(of: reason) { name in
      if let text = text(name.string, of: Int(item)) { texts.append(text) }
    }
    return texts.isEmpty ? nil : texts.joined(separator: separator)
  }

  private func text(_ name: String, of item: Int) -> String? {
    guard case .text(let codes, let values)? = catalogue.attribute(named: name) else { return nil }
    let code = codes[item]
    return code == AttributeColumn.missingCode ? nil : values[Int(code)].string
  }
}

extension Catalogue {
  /// The column of that name.
  func attribute(named name: String) -> AttributeColumn? {
    let bytes = Array(name.utf8)
    // Safe: the view is used only inside the closure that lends the bytes.
    return unsafe bytes.withUnsafeBufferPointer { bytes in
      guard let start = bytes.baseAddress else { return nil }
      return attribute(named: unsafe ByteView(start: start, count: bytes.count))
    }
  }
}
