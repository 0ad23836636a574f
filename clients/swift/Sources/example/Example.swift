import ModisteClient

/// Asks what to show to a shopper who has just looked at an item, and why.
///
///     swift run example unix:/run/modiste.sock u42 I00088
@main
struct Example {
  static func main() async throws {
    let arguments = CommandLine.arguments.dropFirst()
    guard let address = arguments.first else {
      print("usage: example ADDRESS [SHOPPER [VIEWED-ITEM…]]    (unix:/path or tcp:host:port)")
      return
    }
    let shop = try ModisteClient(
      address: address, options: ModisteClient.Options(timeout: .milliseconds(200), name: "example")
    )

    var request = RecommendRequest(userID: arguments.dropFirst().first ?? "", limit: 5)
    request.recent = arguments.dropFirst(2).map { ShopperEvent(itemID: $0, kind: .view) }
    do {
      let answer = try await shop.recommend(request)
      print("from generation \(answer.generation), the shopper is known: \(answer.isUserKnown)")
      for item in answer.items {
        let reasons = item.reasons.map { reason in
          ([String(describing: reason.code)] + reason.arguments).joined(separator: " ")
        }
        print("\(item.id)  \(item.score)  \(item.step)  \(reasons.joined(separator: ", "))")
      }
      if let first = answer.items.first {
        // Calls of many tasks share one connection; they are answered in any order.
        async let similar = shop.similarItems(SimilarItemsRequest(itemID: first.id, limit: 3))
        async let pong = shop.ping()
        let (items, generation) = (try await similar.items, try await pong.generation)
        print("like \(first.id): \(items.map(\.id).joined(separator: " ")) (\(generation))")
      }
    } catch let error as ModisteError where error.isRetryable {
      // An older answer will often do: a page is better late by an hour than by a second.
      print("not now: \(error)")
    }
  }
}
