import Bytes
import Datasets
import Platform
import Snapshots
import TestSupport
import Testing
import Training

/// Factors from elsewhere come to the dataset's users and items, or are refused with what was found and
/// what is accepted.
@Suite final class ExternalFactorsTests {
  let path: String
  private let directory: String

  init() throws {
    directory = try FileSystem.makeTemporaryDirectory("modiste-factors")
    path = "\(directory)/factors.safetensors"
  }

  deinit { try? FileSystem.removeTree(directory) }

  /// Users u, v and w, items a and b.
  private func shop() throws -> Dataset {
    try dataset([
      "events.csv": """
      user_id,item_id,kind,timestamp
      u,a,view,1
      v,b,view,2
      w,a,view,3

      """
    ])
  }

  private func read(_ write: (inout TensorWriter) -> Void) throws -> ExternalFactors {
    var writer = TensorWriter()
    write(&writer)
    try writer.write(to: path)
    return try ExternalFactors(reading: path, for: shop())
  }

  private func refusal(_ write: (inout TensorWriter) -> Void) throws -> String? {
    do {
      _ = try read(write)
      return nil
    } catch let error as SnapshotError {
      return "\(error.tensor ?? ""): \(error.reason)"
    }
  }

  @Test(arguments: ["", "factors."])
  func `rows without ids are in the order of the dataset`(prefix: String) throws {
    let factors = try read {
      $0.add("\(prefix)users", [1, 2, 3, 4, 5, 6] as [Float], shape: [3, 2])
      $0.add("\(prefix)items", [7, 8, 9, 10] as [Float], shape: [2, 2])
    }
    #expect(factors.factorCount == 2)
    #expect(factors.users == [1, 2, 3, 4, 5, 6])
    #expect(factors.items == [7, 8, 9, 10])
  }

  @Test func `numbers of 64 and 16 bits are read`() throws {
    let factors = try read {
      $0.add("users", [1, 2, 3.5] as [Double], shape: [3, 1])
      $0.add("items", [0.5, -2] as [Float16], shape: [2, 1])
    }
    #expect(factors.users == [1, 2, 3.5])
    #expect(factors.items == [0.5, -2])
  }

  @Test func `rows with ids come to where the ids are, and the rest are zeros`() throws {
    let factors = try read {
      $0.add("users", [1, 2, 3] as [Float], shape: [3, 1])
      $0.add("user_ids", strings: ["w", "stranger", "u"])
      $0.add("items", [4, 5] as [Float], shape: [2, 1])
      $0.add("item_ids", Array("b\0\0axx".utf8), shape: [2, 3])
    }
    #expect(factors.users == [3, 0, 1])
    #expect(factors.items == [0, 4])
  }

  @Test func `what does not fit is refused, with what was found and what is accepted`() throws {
    let two: [Float] = [1, 2]
    let three: [Float] = [1, 2, 3]
    #expect(
      try refusal { $0.add("items", two, shape: [2, 1]) }
        == "users: is missing; 'users' or 'factors.users', users × width, is accepted")
    #expect(
      try refusal {
        $0.add("users", two, shape: [2, 1])
        $0.add("items", two, shape: [2, 1])
      }
        == "users: has 2 rows, the dataset 3 users; a row for each, or 'user_ids' that names the rows, "
        + "is accepted")
    #expect(
      try refusal {
        $0.add("users", three, shape: [3, 1])
        $0.add("items", two + two, shape: [2, 2])
      } == "items: is 2 wide, 'users' 1; equal widths are accepted")
    #expect(
      try refusal { $0.add("users", [1, 2, 3] as [Int32], shape: [3, 1]) }
        == "users: has dtype I32; F32, F64 and F16 are accepted")
    #expect(
      try refusal { $0.add("users", three) }
        == "users: has shape [3]; 2 dimensions are accepted")
    #expect(
      try refusal { $0.add("users", [Float](), shape: [3, 0]) }
        == "users: is 0 wide; widths in 1...1024 are accepted")
    #expect(
      try refusal { $0.add("users", [1, .nan, 3] as [Float], shape: [3, 1]) }
        == "users: contains a value that is not finite; finite values are accepted")
    #expect(
      try refusal {
        $0.add("users", three, shape: [3, 1])
        $0.add("user_ids", strings: ["u", "v"])
      } == "user_ids: names 2 rows, 'users' has 3; a name for each is accepted")
    #expect(
      try refusal {
        $0.add("users", three, shape: [3, 1])
        $0.add("user_ids", strings: ["u", "v", "u"])
      } == "user_ids: names 'u' in rows 0 and 2; each once is accepted")
    #expect(
      try refusal {
        $0.add("users", two, shape: [2, 1])
        $0.add("user_ids", strings: ["x", "y"])
      }
        == "user_ids: has none of the dataset's 3 users, such as 'u'; ids of the dataset are accepted"
    )
  }

  @Test func `a double too large for 32 bits is refused`() throws {
    #expect(
      try refusal { $0.add("users", [1, 1e300, 3], shape: [3, 1]) }
        == "users: contains a value that is not finite; finite values are accepted")
  }

  @Test(
    .enabled(if: Python.isReady, "python3 with venv and pip, to install safetensors, is missing"))
  func `the example for PyTorch writes what is accepted`() throws {
    try checkExample("pytorch.py")
  }

  @Test(
    .enabled(if: Python.hasScikitLearn, "pip, to install scikit-learn, is missing"))
  func `the example for scikit-learn writes what is accepted`() throws {
    try checkExample("scikit_nmf.py")
  }

  private func checkExample(_ name: String) throws {
    let shop = "\(directory)/shop"
    try DemoShop(users: 60, items: 50, days: 90, seed: 3).write(to: shop)
    let examples = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    let output = try Python.run(file: "/\(examples)/examples/factors/\(name)", shop, path)
    #expect(output.contains("factors"))
    let dataset = try Dataset(reading: shop)
    let factors = try ExternalFactors(reading: path, for: dataset)
    let width = factors.factorCount
    #expect((20...32).contains(width))
    // Who chose something is likelier to choose it than anything at random.
    var lead: Float = 0
    for event in 0..<dataset.events.count where dataset.events.kinds[event] == .purchase {
      let user = Int(dataset.events.users[event])
      func score(_ item: Int) -> Float {
        var sum: Float = 0
        for factor in 0..<width {
          sum += factors.users[user * width + factor] * factors.items[item * width + factor]
        }
        return sum
      }
      let all = (0..<dataset.items.count).map(score)
      lead += score(Int(dataset.events.items[event])) - all.reduce(0, +) / Float(all.count)
    }
    #expect(lead > 0)
  }

  @Test func `training with factors from elsewhere serves them`() throws {
    let shop = try shop()
    var writer = TensorWriter()
    writer.add("users", [1, 0, 0, 1, 1, 1] as [Float], shape: [3, 2])
    writer.add("items", [1, 0, 0, 1] as [Float], shape: [2, 2])
    try writer.write(to: path)
    var options = TrainingOptions()
    options.factorsFile = path
    try Trainer(options).train(shop).write(to: directory)
    let file = try TensorFile(path: "\(directory)/recommend.safetensors")
    let users = try file.matrix("factors.users", as: Float.self, rows: 3, columns: 2)
    #expect((0..<2).map { users.row(1)[$0] } == [0, 1])
    let gram = try file.matrix("factors.gram", as: Float.self, rows: 2, columns: 2)
    #expect(abs(gram.row(0)[0] - 1.01) < 1e-6)
  }
}
