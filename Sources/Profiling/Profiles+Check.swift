import Bytes
import Snapshots

extension TensorFile {
  func tags(_ names: IdentifierTable, users: Int) throws(SnapshotError) -> [Tag] {
    let kinds = try column("profile.tags.kinds", as: UInt8.self, count: names.count)
    let evidence = try column("profile.tags.evidence", as: UInt8.self, count: names.count)
    let confidence = try column(
      "profile.tags.half_confidence", as: Float.self, count: names.count)
    let units = try texts("profile.tags.units", count: names.count)
    let sources = try texts("profile.tags.sources", count: names.count)
    let methods = try texts("profile.tags.methods", count: names.count)
    var tags: [Tag] = []
    for index in 0..<names.count {
      let name = names[index].string
      guard let kind = EvidenceKind(rawValue: evidence[index]) else {
        throw error(
          "profile.tags.evidence", "contains \(evidence[index]); 0, 1 and 2 are accepted")
      }
      guard confidence[index] > 0, confidence[index].isFinite else {
        throw error(
          "profile.tags.half_confidence", "contains \(confidence[index]); above 0 is accepted")
      }
      let values: Tag.Values
      switch kinds[index] {
      case 0: values = .numbers(try column("tag/\(name)/numbers", count: users))
      case 1: values = .categories(try categories(name, users: users))
      default:
        throw error(
          "profile.tags.kinds",
          "contains \(kinds[index]); 0 (numbers) and 1 (categories) are accepted")
      }
      tags.append(
        Tag(
          definition: TagDefinition(
            name: name, evidence: kind, unit: units[index].string, source: sources[index].string,
            method: methods[index].string, halfConfidence: confidence[index]),
          values: values,
          pieces: contains("tag/\(name)/pieces")
            ? try column("tag/\(name)/pieces", count: users) : nil))
    }
    return tags
  }

  func entries(
    _ tags: [Tag], named names: IdentifierTable
  ) throws(SnapshotError) -> [TagEntry] {
    let units = try texts("profile.tags.units", count: names.count)
    let sources = try texts("profile.tags.sources", count: names.count)
    let methods = try texts("profile.tags.methods", count: names.count)
    let priors = try column("profile.tags.priors", as: Float.self, count: names.count)
    var entries: [TagEntry] = []
    for (index, tag) in tags.enumerated() {
      let prior = priors[index]
      if case .categories(let categories) = tag.values, !prior.isNaN,
        UInt8(exactly: prior).map({ Int($0) < categories.values.count }) != true
      {
        throw error(
          "profile.tags.priors",
          "contains \(prior) at \(index); NaN and 0..<\(categories.values.count) are accepted")
      }
      entries.append(
        TagEntry(
          name: names[index], unit: units[index], source: sources[index], method: methods[index],
          evidence: tag.definition.evidence, halfConfidence: tag.definition.halfConfidence,
          prior: prior, values: tag.values, pieces: tag.pieces))
    }
    return entries
  }

  private func texts(_ name: String, count: Int) throws(SnapshotError) -> StringColumn {
    let strings = try strings(name)
    guard strings.count == count else {
      throw error("\(name).offsets", "names \(strings.count) texts; \(count) are accepted")
    }
    return strings
  }

  private func categories(
    _ name: String, users: Int
  ) throws(SnapshotError) -> Tag.Categories {
    let values = try identifiers("tag/\(name)/values")
    guard values.count <= Int(Tag.Categories.missing) else {
      throw error("tag/\(name)/values", "has \(values.count); at most 255 are accepted")
    }
    let codes = try column("tag/\(name)/codes", as: UInt8.self, count: users)
    let words = (users + 63) / 64
    let bitmaps = try matrix(
      "tag/\(name)/bitmaps", as: UInt64.self, rows: values.count, columns: words)
    var counts = [Int](repeating: 0, count: values.count)
    for user in 0..<users where codes[user] != Tag.Categories.missing {
      let code = Int(codes[user])
      guard code < values.count else {
        throw error(
          "tag/\(name)/codes", "contains \(code) at \(user); below \(values.count) is accepted")
      }
      guard bitmaps.row(code)[user / 64] >> UInt64(user % 64) & 1 == 1 else {
        throw error(
          "tag/\(name)/bitmaps", "does not say that user \(user) has value \(code); codes do")
      }
      counts[code] += 1
    }
    for value in 0..<values.count {
      let row = bitmaps.row(value)
      var bits = 0
      for word in 0..<words { bits += row[word].nonzeroBitCount }
      guard bits == counts[value] else {
        throw error(
          "tag/\(name)/bitmaps",
          "says that \(bits) users have value \(value); codes say \(counts[value])")
      }
    }
    return Tag.Categories(codes: codes, values: values, bitmaps: bitmaps)
  }

  func affinityTable(_ attribute: String, users: Int) throws(SnapshotError) -> AffinityTable {
    let prefix = "affinity/\(attribute)"
    let values = try identifiers("\(prefix)/values")
    let userValues = try column("\(prefix)/user_values", as: UInt16.self)
    let valueUsers = try column("\(prefix)/value_users", as: UInt32.self, count: userValues.count)
    for entry in 0..<userValues.count where Int(userValues[entry]) >= values.count {
      throw error(
        "\(prefix)/user_values",
        "contains \(userValues[entry]) at \(entry); below \(values.count) is accepted")
    }
    for entry in 0..<valueUsers.count where Int(valueUsers[entry]) >= users {
      throw error(
        "\(prefix)/value_users",
        "contains \(valueUsers[entry]) at \(entry); below \(users) is accepted")
    }
    let shares = try column("\(prefix)/shares", as: Float.self, count: values.count)
    for value in 0..<shares.count where !(shares[value] > 0 && shares[value] <= 1) {
      throw error(
        "\(prefix)/shares", "contains \(shares[value]) at \(value); above 0, at most 1 is accepted")
    }
    let strength = try column("\(prefix)/strength", as: Float.self, count: 1)[0]
    guard strength > 0, strength.isFinite else {
      throw error("\(prefix)/strength", "contains \(strength); above 0 is accepted")
    }
    return AffinityTable(
      attribute: attribute, values: values, shares: shares, strength: strength,
      userStart: try offsets(
        "\(prefix)/user_start", as: UInt32.self, count: users + 1, end: userValues.count),
      userValues: userValues,
      userWeights: try weights("\(prefix)/user_weights", count: userValues.count),
      valueStart: try offsets(
        "\(prefix)/value_start", count: values.count + 1, end: userValues.count),
      valueUsers: valueUsers,
      valueWeights: try weights("\(prefix)/value_weights", count: userValues.count))
  }

  private func weights(_ name: String, count: Int) throws(SnapshotError) -> Column<Float16> {
    let weights: Column<Float16> = try column(name, count: count)
    guard !weights.areShares else { return weights }
    for entry in 0..<count where !(weights[entry] >= 0 && weights[entry] <= 1) {
      throw error(name, "contains \(weights[entry]) at \(entry); 0...1 is accepted")
    }
    return weights
  }
}

extension Column<Float16> {
  /// Whether all are in 0...1, and none is -0. Compared as bits, of which those of larger numbers, of
  /// numbers below 0 and of NaN are larger: comparing halves calls a function for each.
  fileprivate var areShares: Bool {
    var largest: UInt16 = 0
    let halves = span
    for position in halves.indices { largest = Swift.max(largest, halves[position].bitPattern) }
    return largest <= Float16(1).bitPattern
  }
}
