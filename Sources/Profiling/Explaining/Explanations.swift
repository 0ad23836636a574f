import Bytes
package import Learning
import Snapshots

/// What derived tags are made of, as it lies in a snapshot.
///
/// For E tags that can be explained, T terms and N nodes:
///
///     profile.explained                 U16, E: indices of profile.tags, ascending
///     profile.explained.kinds           U8: 0 inputs, 1 linear, 2 path
///     profile.explained.bases           F32: of a sum
///     profile.explained.leads           strings: what a sum is
///     profile.explained.starts          I64, E + 1
///     profile.explained.inputs          U16, T: indices of profile.tags
///     profile.explained.scales          U8: FeatureScale; .slopes F32; .centres F32
///     profile.trees.starts              I64, E + 1; no nodes unless the kind is 2
///     profile.trees.features            I16, N: an index of the tag's inputs, -1 of a leaf
///     profile.trees.thresholds          F32; at_most, above U16: further nodes of the tree, behind this one
///     profile.trees.counts              U32; shares F32, 0...1
///
/// A file without `profile.explained` is of an earlier version, and explains nothing.
package struct Explanations: Sendable {
  package struct Term: Sendable {
    /// An index of tags.
    package let tag: Int
    package let scale: FeatureScale
    package let slope: Double
    package let centre: Double
  }

  package enum Form: Sendable {
    case inputs([Int])
    case linear(lead: String, base: Double, terms: [Term])
    case path(DecisionTree, features: [Int])
  }

  /// By the index of the tag.
  package let forms: [Int: Form]

  static let none = Explanations(forms: [:])

  private init(forms: [Int: Form]) { self.forms = forms }

  init(opening file: borrowing TensorFile, tags: [Tag]) throws(SnapshotError) {
    guard file.contains("profile.explained") else {
      self = .none
      return
    }
    let explained = try file.column("profile.explained", as: UInt16.self)
    let count = explained.count
    let kinds = try file.column("profile.explained.kinds", as: UInt8.self, count: count)
    let bases = try file.column("profile.explained.bases", as: Float.self, count: count)
    let leads = try file.strings("profile.explained.leads")
    guard leads.count == count else {
      throw file.error(
        "profile.explained.leads", "names \(leads.count) texts; \(count) are accepted")
    }
    let terms = try Self.terms(in: file, tags: tags)
    let starts = try file.offsets(
      "profile.explained.starts", count: count + 1, end: terms.count)
    let nodes = try file.column("profile.trees.features", as: Int16.self)
    let nodeStarts = try file.offsets("profile.trees.starts", count: count + 1, end: nodes.count)
    var forms: [Int: Form] = [:]
    for index in 0..<count {
      let tag = Int(explained[index])
      guard tag < tags.count, index == 0 || explained[index - 1] < explained[index] else {
        throw file.error(
          "profile.explained", "contains \(tag) at \(index); ascending indices of tags are accepted"
        )
      }
      guard bases[index].isFinite else {
        throw file.error("profile.explained.bases", "contains \(bases[index]) at \(index)")
      }
      let own = Array(terms[Int(starts[index])..<Int(starts[index + 1])])
      let areNumbers = own.allSatisfy { tags[$0.tag].isNumber }
      switch kinds[index] {
      case 0: forms[tag] = .inputs(own.map(\.tag))
      case 1 where areNumbers:
        forms[tag] = .linear(
          lead: leads[index].string, base: Double(bases[index]), terms: own)
      case 2 where areNumbers:
        forms[tag] = .path(
          try Self.tree(
            in: file, Int(nodeStarts[index])..<Int(nodeStarts[index + 1]), features: own.count),
          features: own.map(\.tag))
      default:
        throw file.error(
          "profile.explained.kinds",
          "contains \(kinds[index]) at \(index); 0, and with inputs that are numbers 1 and 2 are accepted"
        )
      }
    }
    self.forms = forms
  }

  private static func terms(
    in file: borrowing TensorFile, tags: [Tag]
  ) throws(SnapshotError) -> [Term] {
    let inputs = try file.column("profile.explained.inputs", as: UInt16.self)
    let scales = try file.column(
      "profile.explained.scales", as: UInt8.self, count: inputs.count)
    let slopes = try file.column(
      "profile.explained.slopes", as: Float.self, count: inputs.count)
    let centres = try file.column(
      "profile.explained.centres", as: Float.self, count: inputs.count)
    var terms: [Term] = []
    for index in 0..<inputs.count {
      guard Int(inputs[index]) < tags.count else {
        throw file.error(
          "profile.explained.inputs",
          "contains \(inputs[index]) at \(index); below \(tags.count) is accepted")
      }
      guard let scale = FeatureScale(rawValue: scales[index]) else {
        throw file.error(
          "profile.explained.scales", "contains \(scales[index]) at \(index); 0...2 is accepted")
      }
      guard slopes[index].isFinite, centres[index].isFinite else {
        throw file.error(
          "profile.explained.slopes",
          "contains \(slopes[index]) at \(index), about \(centres[index]); finite numbers are accepted"
        )
      }
      terms.append(
        Term(
          tag: Int(inputs[index]), scale: scale, slope: Double(slopes[index]),
          centre: Double(centres[index])))
    }
    return terms
  }

  private static func tree(
    in file: borrowing TensorFile, _ range: Range<Int>, features: Int
  ) throws(SnapshotError) -> DecisionTree {
    let nodeFeatures = try file.column("profile.trees.features", as: Int16.self)
    let all = nodeFeatures.count
    let thresholds = try file.column("profile.trees.thresholds", as: Float.self, count: all)
    let atMost = try file.column("profile.trees.at_most", as: UInt16.self, count: all)
    let above = try file.column("profile.trees.above", as: UInt16.self, count: all)
    let counts = try file.column("profile.trees.counts", as: UInt32.self, count: all)
    let shares = try file.column("profile.trees.shares", as: Float.self, count: all)
    var nodes: [DecisionTree.Node] = []
    for place in range {
      var node = DecisionTree.Node(count: Int(counts[place]), share: Double(shares[place]))
      guard shares[place] >= 0, shares[place] <= 1 else {
        throw file.error(
          "profile.trees.shares", "contains \(shares[place]) at \(place); 0...1 is accepted")
      }
      if nodeFeatures[place] >= 0 {
        let (low, high) = (Int(atMost[place]), Int(above[place]))
        // Behind the node: then every way ends.
        let behind = (place - range.lowerBound + 1)..<range.count
        guard Int(nodeFeatures[place]) < features, thresholds[place].isFinite,
          behind.contains(low), behind.contains(high)
        else {
          throw file.error(
            "profile.trees.features",
            "has a node at \(place) that splits by input \(nodeFeatures[place]) at \(thresholds[place]) into "
              + "\(low) and \(high); \(features) inputs, and nodes behind it, are accepted")
        }
        node.feature = Int(nodeFeatures[place])
        node.threshold = thresholds[place]
        node.atMost = low
        node.above = high
      }
      nodes.append(node)
    }
    guard !nodes.isEmpty else {
      throw file.error("profile.trees.starts", "gives a tree no nodes; one and more are accepted")
    }
    return DecisionTree(nodes: nodes)
  }
}

extension Tag {
  var isNumber: Bool {
    if case .numbers = values { true } else { false }
  }
}
