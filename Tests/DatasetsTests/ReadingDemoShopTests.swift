import Datasets
import Testing

/// Defends: what the demo shop writes is a dataset that reads without a bad row.
@Suite struct ReadingDemoShopTests {
  @Test func `the demo shop reads back and can be split`() throws {
    let shop = try Shop([:])
    try DemoShop(users: 60, items: 80, days: 120, seed: 3).write(to: shop.path)
    let dataset = try shop.dataset()
    #expect(dataset.users.count == 60 && dataset.items.count == 80)
    #expect(dataset.files.unknown.isEmpty)
    #expect(dataset.events.count > 0)
    #expect(try dataset.split(.temporalShare(0.8)).users.count > 0)
  }
}
