package import Snapshots

/// The models of what is bought together, and again, fitted, before they are packed.
package struct FittedPurchases: Sendable, Equatable {
  package let baskets: FittedBaskets
  /// `nil` where nothing is known of when things were bought.
  package let repeats: FittedRepeats?

  /// Tensors `baskets.…` and `repeats.…`.
  package func pack(into writer: inout TensorWriter) {
    baskets.pack(into: &writer)
    repeats?.pack(into: &writer)
  }
}

package enum PurchaseFit {
  /// The same for every number of threads.
  ///
  /// - Parameters:
  ///   - log: what ``Baskets`` are fitted to
  ///   - purchases: what ``Repeats`` are fitted to: by visit, timestamps in seconds; `nil`: nothing
  ///   - groups: the category of each item; see ``Repeats/fit(_:groups:settings:)``
  ///   - progress: called on this thread, after each model
  package static func fit(
    _ log: BasketLog, purchases: BasketLog?, groups: [UInt32?]? = nil, threads: Int,
    progress: (FitProgress) -> Void = { _ in }
  ) -> FittedPurchases {
    let baskets = Baskets.fit(log, threads: threads)
    progress(FitProgress(model: "baskets", done: 1, total: 1))
    guard let purchases else { return FittedPurchases(baskets: baskets, repeats: nil) }
    let repeats = Repeats.fit(purchases, groups: groups)
    progress(FitProgress(model: "repeats", done: 1, total: 1))
    return FittedPurchases(baskets: baskets, repeats: repeats)
  }
}
