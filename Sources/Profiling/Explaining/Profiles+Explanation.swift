import Bytes
import Learning
package import Snapshots

extension Profiles {
  /// Terms of a sum that are told one by one.
  private static let termsTold = 5

  /// Why a tag of a shopper is what it is; empty of one that is not derived, or not known.
  ///
  /// - Parameter isShown: whether the caller may see a tag as it is. What may not be seen is not told as a reason
  ///   either: terms of sums go to the rest, the others are left out.
  package func explanation(of tag: Int, user: Int, isShown: (Int) -> Bool) -> String {
    switch explanations.forms[tag] {
    case nil: ""
    case .inputs(let inputs):
      inputs.filter(isShown).compactMap { said($0, of: user) }.joined(separator: ", ")
    case .linear(let lead, let base, let terms):
      sum(lead, base, terms, of: user, isShown: isShown)
    case .path(let tree, let features):
      path(tree, features, of: user, isShown: isShown)
    }
  }

  private func sum(
    _ lead: String, _ base: Double, _ terms: [Explanations.Term], of user: Int,
    isShown: (Int) -> Bool
  ) -> String {
    var told: [(size: Double, tag: Int)] = []
    var (total, rest) = (base, 0.0)
    for term in terms {
      let scaled = term.scale.value(Double(number(term.tag, of: user)))
      guard scaled.isFinite else { continue }
      let size = term.slope * (scaled - term.centre)
      total += size
      if isShown(term.tag) { told.append((size, term.tag)) } else { rest += size }
    }
    told.sort { ($1.size.magnitude, $0.tag) < ($0.size.magnitude, $1.tag) }
    rest += told.dropFirst(Self.termsTold).reduce(0) { $0 + $1.size }
    let parts = told.prefix(Self.termsTold).map { term in
      "\(signed(term.size)) by \(said(term.tag, of: user) ?? "")"
    }
    let all =
      ["\(signed(base)) of everybody"] + parts + (rest == 0 ? [] : ["\(signed(rest)) by the rest"])
    return "\(lead): \(signed(total)) = \(all.joined(separator: ", "))"
  }

  private func path(
    _ tree: DecisionTree, _ features: [Int], of user: Int, isShown: (Int) -> Bool
  ) -> String {
    let leaf = tree.leaf { number(features[$0], of: user) }
    guard let found = tree.leaves.first(where: { $0.node == leaf }),
      found.path.allSatisfy({ isShown(features[$0.feature]) })
    else { return "" }
    let reasons = found.path.map { step in
      "\(said(features[step.feature], of: user) ?? entries[features[step.feature]].name.string + " unknown") "
        + "\(step.isAbove ? ">" : "<=") \(short(step.threshold))"
    }
    let node = tree.nodes[leaf]
    return
      "\(rounded(node.share)) of \(node.count) shoppers alike: \(reasons.joined(separator: ", "))"
  }

  /// NaN where it is not known, and of what is no number.
  private func number(_ tag: Int, of user: Int) -> Float {
    if case .numbers(let numbers) = entries[tag].values { numbers[user] } else { .nan }
  }

  /// For example `rfm.recency 82 days`.
  private func said(_ tag: Int, of user: Int) -> String? {
    let entry = entries[tag]
    switch entry.values {
    case .numbers(let numbers):
      guard !numbers[user].isNaN else { return nil }
      let unit = entry.unit.isEmpty ? "" : " \(entry.unit.string)"
      return "\(entry.name.string) \(rounded(Double(numbers[user])))\(unit)"
    case .categories(let categories):
      let code = Int(categories.codes[user])
      guard code < categories.values.count else { return nil }
      return "\(entry.name.string) \(categories.values[code].string)"
    }
  }
}

extension Profiles {
  /// The trees of a profile file, as `modiste inspect` prints them: a line per node, its branches indented.
  package static func trees(in file: borrowing TensorFile) throws(SnapshotError) -> [String] {
    let users = try file.column("evidence/choices/counts", as: UInt32.self).count
    let profiles = try Profiles(opening: file, users: users)
    return profiles.explanations.forms.keys.sorted().compactMap { tag in
      guard case .path(let tree, let features) = profiles.explanations.forms[tag] else {
        return nil
      }
      let names = features.map { profiles.entries[$0].name.string }
      return "\(profiles.entries[tag].name.string)\n\(tree.drawn(features: names))"
    }
  }
}

extension DecisionTree {
  fileprivate func drawn(features names: [String]) -> String {
    var lines: [String] = []
    func draw(_ index: Int, _ condition: String, depth: Int) {
      let node = nodes[index]
      lines.append(
        String(repeating: "  ", count: depth + 1)
          + "\(condition): \(rounded(node.share)) of \(node.count) shoppers")
      guard let feature = node.feature else { return }
      let threshold = short(node.threshold)
      draw(node.atMost, "\(names[feature]) <= \(threshold)", depth: depth + 1)
      draw(node.above, "\(names[feature]) > \(threshold)", depth: depth + 1)
    }
    draw(0, "all", depth: 0)
    return lines.joined(separator: "\n")
  }
}

/// To two places, without zeros behind.
private func rounded(_ number: Double) -> String {
  let hundredths = (number * 100).rounded()
  guard hundredths.magnitude < 1e15 else { return "\(number)" }
  let whole = Int(hundredths)
  let sign = whole < 0 ? "-" : ""
  let (units, rest) = whole.magnitude.quotientAndRemainder(dividingBy: 100)
  if rest == 0 { return "\(sign)\(units)" }
  return rest % 10 == 0
    ? "\(sign)\(units).\(rest / 10)" : "\(sign)\(units).\(rest < 10 ? "0" : "")\(rest)"
}

private func signed(_ number: Double) -> String {
  let text = rounded(number)
  return text.hasPrefix("-") ? text : "+\(text)"
}
