package import Learning
import Snapshots

/// What a derived tag's value is made of, before it is packed.
package enum FittedExplanation: Sendable {
  /// A rule or a formula over other tags: their values say why.
  case inputs([String])
  /// ln odds as a sum: base + Σ slope · (scale(tag) − centre). A tag that is not known adds nothing.
  case linear(LinearExplanation)
  /// The way through a tree.
  case path(DecisionTree, features: [String])
}

package struct LinearExplanation: Sendable {
  package struct Term: Sendable {
    package let tag: String
    package let scale: FeatureScale
    package let slope: Double
    package let centre: Double

    package init(tag: String, scale: FeatureScale, slope: Double, centre: Double) {
      self.tag = tag
      self.scale = scale
      self.slope = slope
      self.centre = centre
    }
  }

  /// What the sum is, for example `ln odds of no purchase`.
  package let lead: String
  package let base: Double
  package let terms: [Term]

  package init(lead: String, base: Double, terms: [Term]) {
    self.lead = lead
    self.base = base
    self.terms = terms
  }
}

extension FittedProfiles {
  /// - Parameter names: of the tags, as they are packed
  func packExplanations(named names: [String], into writer: inout TensorWriter) {
    let numbers = Dictionary(uniqueKeysWithValues: zip(names, names.indices))
    var (tags, kinds, bases, leads): ([UInt16], [UInt8], [Float], [String]) = ([], [], [], [])
    var starts: [Int64] = [0]
    var nodeStarts: [Int64] = [0]
    var (inputs, scales): ([UInt16], [UInt8]) = ([], [])
    var (slopes, centres): ([Float], [Float]) = ([], [])
    var nodes = FittedNodes()
    for (index, name) in names.enumerated() {
      guard let explanation = explanations[name] else { continue }
      // Terms of a tag that was left out for want of data were constant: they say nothing.
      var terms: [LinearExplanation.Term] = []
      var (kind, base, lead) = (UInt8(0), 0.0, "")
      switch explanation {
      case .inputs(let names):
        terms = names.map { .init(tag: $0, scale: .asIs, slope: 0, centre: 0) }
      case .linear(let linear):
        (kind, base, lead) = (1, linear.base, linear.lead)
        terms = linear.terms
      case .path(let tree, let features):
        kind = 2
        terms = features.map { .init(tag: $0, scale: .asIs, slope: 0, centre: 0) }
        precondition(features.allSatisfy { numbers[$0] != nil }, "a tree splits by a missing tag")
        nodes.append(tree)
      }
      for term in terms {
        guard let number = numbers[term.tag] else { continue }
        inputs.append(UInt16(number))
        scales.append(term.scale.rawValue)
        slopes.append(Float(term.slope))
        centres.append(Float(term.centre))
      }
      tags.append(UInt16(index))
      kinds.append(kind)
      bases.append(Float(base))
      leads.append(lead)
      starts.append(Int64(inputs.count))
      nodeStarts.append(Int64(nodes.features.count))
    }
    writer.add("profile.explained", tags)
    writer.add("profile.explained.kinds", kinds)
    writer.add("profile.explained.bases", bases)
    writer.add("profile.explained.leads", strings: leads)
    writer.add("profile.explained.starts", starts)
    writer.add("profile.explained.inputs", inputs)
    writer.add("profile.explained.scales", scales)
    writer.add("profile.explained.slopes", slopes)
    writer.add("profile.explained.centres", centres)
    writer.add("profile.trees.starts", nodeStarts)
    writer.add("profile.trees.features", nodes.features)
    writer.add("profile.trees.thresholds", nodes.thresholds)
    writer.add("profile.trees.at_most", nodes.atMost)
    writer.add("profile.trees.above", nodes.above)
    writer.add("profile.trees.counts", nodes.counts)
    writer.add("profile.trees.shares", nodes.shares)
  }
}

private struct FittedNodes {
  var features: [Int16] = []
  var thresholds: [Float] = []
  var atMost: [UInt16] = []
  var above: [UInt16] = []
  var counts: [UInt32] = []
  var shares: [Float] = []

  mutating func append(_ tree: DecisionTree) {
    for node in tree.nodes {
      features.append(node.feature.map { Int16($0) } ?? -1)
      thresholds.append(node.threshold)
      atMost.append(UInt16(node.atMost))
      above.append(UInt16(node.above))
      counts.append(UInt32(clamping: node.count))
      shares.append(Float(node.share))
    }
  }
}
