package import Bytes
import CMessages

package struct FoundPassageView {
  package var passageID: ByteView
  package var title: ByteView
  package var text: ByteView
  package var source: ByteView
  package var language: ByteView
  package var score: Float
}

package struct FoundProductView {
  package var itemID: ByteView
  package var title: ByteView
  package var price: Double
  package var score: Float
}

package struct SearchConditionView {
  package var attribute: ByteView
  package var value: ByteView
  package var isExcluded: Bool
  package var least: Double
  package var most: Double
}

/// What was found, as a client reads it.
@safe package struct SearchResponseView: MessageView {
  package static let schema = unsafe MessageSchema(Modiste__V1__SearchResponse()) {
    unsafe modiste__v1__search_response__init($0)
  }
  private let message: UnsafePointer<Modiste__V1__SearchResponse>

  package init(_ message: UnsafeRawPointer) {
    unsafe self.message = message.assumingMemoryBound(to: Modiste__V1__SearchResponse.self)
  }

  package var passages: [FoundPassageView] {
    unsafe elements(message.pointee.passages, message.pointee.n_passages) { passage in
      unsafe FoundPassageView(
        passageID: ByteView(cString: passage.pointee.passage_id),
        title: ByteView(cString: passage.pointee.title),
        text: ByteView(cString: passage.pointee.text),
        source: ByteView(cString: passage.pointee.source),
        language: ByteView(cString: passage.pointee.language), score: passage.pointee.score)
    }
  }
  package var products: [FoundProductView] {
    unsafe elements(message.pointee.products, message.pointee.n_products) { product in
      unsafe FoundProductView(
        itemID: ByteView(cString: product.pointee.item_id),
        title: ByteView(cString: product.pointee.title), price: product.pointee.price,
        score: product.pointee.score)
    }
  }
  package var conditions: [SearchConditionView] {
    unsafe elements(message.pointee.conditions, message.pointee.n_conditions) { condition in
      unsafe SearchConditionView(
        attribute: ByteView(cString: condition.pointee.attribute),
        value: ByteView(cString: condition.pointee.value),
        isExcluded: condition.pointee.excluded != 0, least: condition.pointee.least,
        most: condition.pointee.most)
    }
  }
  package var productCount: UInt32 { unsafe message.pointee.product_count }
}
