import Bytes
import Snapshots

/// Turns names of tags and values into indices and numbers, and refuses conditions that a tag
/// cannot have.
struct AudienceResolver {
  /// What a condition is about.
  struct Quantity {
    enum Kind {
      case number(tag: Int, unit: String)
      case category(tag: Int, values: IdentifierTable)
      case affinity(table: Int, value: Int?)
    }

    let kind: Kind
    /// For messages, for example `tag 'gender'`.
    let description: String
    let column: Int

    var isNumber: Bool {
      if case .category = kind { false } else { true }
    }
  }

  private let findTag: (String) -> AudienceTag?
  private let findAffinity: (String) -> (index: Int, values: IdentifierTable)?
  /// Asked for only when a message lists them.
  private let audienceTagNames: () -> [String]
  private let audienceAffinityNames: () -> [String]

  init(_ source: some AudienceSource) {
    findTag = { name in name.withByteView { source.audienceTag(named: $0) } }
    findAffinity = { name in name.withByteView { source.audienceAffinity(named: $0) } }
    audienceTagNames = { source.audienceTagNames }
    audienceAffinityNames = { source.audienceAffinityNames }
  }

  // MARK: Names

  func quantity(_ name: FilterToken) throws(FilterError) -> Quantity {
    let tag = try tag(name)
    let kind: Quantity.Kind =
      switch tag.kind {
      case .number(let unit): .number(tag: tag.index, unit: unit)
      case .category(let values): .category(tag: tag.index, values: values)
      }
    return Quantity(
      kind: kind, description: "tag \(FilterError.quote(name.text))", column: name.column)
  }

  func affinity(_ attribute: FilterToken, _ value: FilterToken) throws(FilterError) -> Quantity {
    guard let table = findAffinity(attribute.text) else {
      throw FilterError(
        column: attribute.column,
        "there are no affinities to attribute \(attribute.found); "
          + NearestNames.suggestion(for: attribute.text, among: audienceAffinityNames()))
    }
    return Quantity(
      kind: .affinity(
        table: table.index,
        value: value.text.withByteView { table.values.index(of: $0.bytes) }),
      description: "affinity to \(FilterError.quote(attribute.text))", column: attribute.column)
  }

  func uplift(_ campaign: FilterToken) throws(FilterError) -> Quantity {
    guard let tag = findTag("\(Self.upliftPrefix)\(campaign.text)"),
      case .number(let unit) = tag.kind
    else {
      let campaigns = audienceTagNames().filter { $0.hasPrefix(Self.upliftPrefix) }
        .map { String($0.dropFirst(Self.upliftPrefix.count)) }
      throw FilterError(
        column: campaign.column,
        campaigns.isEmpty
          ? "no uplift is known of campaign \(campaign.found), nor of any other"
          : "no uplift is known of campaign \(campaign.found); "
            + NearestNames.suggestion(for: campaign.text, among: campaigns))
    }
    return Quantity(
      kind: .number(tag: tag.index, unit: unit),
      description: "uplift of \(FilterError.quote(campaign.text))", column: campaign.column)
  }

  private static let upliftPrefix = "uplift."

  func isKnown(_ name: FilterToken) throws(FilterError) -> AudienceExpression {
    .test(.isKnown(tag: try tag(name).index))
  }

  func segment(
    _ value: FilterToken, at function: FilterToken
  ) throws(FilterError) -> AudienceExpression {
    var parts: [AudienceExpression] = []
    var isThere = false
    for name in ["segment", "lifecycle"] {
      guard let tag = findTag(name), case .category(let values) = tag.kind else { continue }
      isThere = true
      if let code = code(value, values) {
        parts.append(.test(.category(tag: tag.index, codes: [code])))
      }
    }
    guard isThere else {
      throw FilterError(
        column: function.column,
        "segment(…) asks for the category 'segment' or 'lifecycle'; these profiles have neither")
    }
    return parts.count == 1 ? parts[0] : .any(parts)
  }

  func score(_ quantity: Quantity) throws(FilterError) -> AudienceScore {
    switch quantity.kind {
    case .number(let tag, _): .number(tag: tag)
    case .affinity(let table, let value): .affinity(table: table, value: value)
    case .category:
      throw FilterError(
        column: quantity.column,
        "\(quantity.description) is a category; an audience is ranked by a number")
    }
  }

  private func tag(_ name: FilterToken) throws(FilterError) -> AudienceTag {
    if let tag = findTag(name.text) { return tag }
    throw FilterError(
      column: name.column,
      "unknown tag \(name.found); "
        + NearestNames.suggestion(for: name.text, among: audienceTagNames()))
  }

  // MARK: Conditions

  /// Order is for numbers.
  func check(
    _ comparison: FilterComparison, _ sign: FilterToken, on quantity: Quantity
  ) throws(FilterError) {
    guard comparison.isOrder, !quantity.isNumber else { return }
    throw isCategory(quantity, "\(sign.found) compares numbers", at: sign.column)
  }

  func compare(
    _ quantity: Quantity, _ comparison: FilterComparison, with value: FilterToken
  ) throws(FilterError) -> AudienceExpression {
    switch quantity.kind {
    case .category(let tag, let values):
      let equal = code(value, values).map {
        AudienceExpression.test(.category(tag: tag, codes: [$0]))
      }
      return comparison == .equal
        ? equal ?? .nobody : .all([.test(.isKnown(tag: tag)), .not(equal ?? .nobody)])
    case .number(let tag, _):
      let lies = lies(quantity, FloatRange(comparison, try number(value, of: quantity)))
      return comparison == .notEqual ? .all([.test(.isKnown(tag: tag)), .not(lies)]) : lies
    case .affinity:
      let lies = lies(quantity, FloatRange(comparison, try number(value, of: quantity)))
      return comparison == .notEqual ? .not(lies) : lies
    }
  }

  func isAny(
    _ quantity: Quantity, of tokens: [FilterToken]
  ) throws(FilterError) -> AudienceExpression {
    if case .category(let tag, let values) = quantity.kind {
      let codes = Set(tokens.compactMap { code($0, values) })
      return codes.isEmpty ? .nobody : .test(.category(tag: tag, codes: codes.sorted()))
    }
    var parts: [AudienceExpression] = []
    for token in tokens {
      let number = try number(token, of: quantity)
      parts.append(lies(quantity, FloatRange(lower: number, upper: number)))
    }
    return .any(parts)
  }

  func range(
    _ quantity: Quantity, from lower: FilterToken, through upper: FilterToken
  ) throws(FilterError) -> AudienceExpression {
    guard quantity.isNumber else {
      throw isCategory(quantity, "a range compares numbers", at: lower.column)
    }
    let least = try number(lower, of: quantity)
    let greatest = try number(upper, of: quantity)
    guard least <= greatest else {
      throw FilterError(
        column: lower.column,
        "range \(lower.text)..\(upper.text) is empty; the smaller end stands first")
    }
    return lies(quantity, FloatRange(lower: least, upper: greatest))
  }

  private func lies(_ quantity: Quantity, _ range: FloatRange) -> AudienceExpression {
    switch quantity.kind {
    case .number(let tag, _): .test(.number(tag: tag, range))
    case .affinity(let table, .some(let value)):
      .test(.affinity(table: table, value: value, range))
    case .affinity(_, .none): range.contains(0) ? .everybody : .nobody
    case .category: .nobody
    }
  }

  // MARK: Values

  /// `nil` for a value that nobody has.
  private func code(_ token: FilterToken, _ values: IdentifierTable) -> UInt8? {
    token.text.withByteView { values.index(of: $0.bytes) }.flatMap { UInt8(exactly: $0) }
  }

  private func number(
    _ token: FilterToken, of quantity: Quantity
  ) throws(FilterError) -> Float {
    guard token.kind != .quoted else {
      throw FilterError(
        column: token.column,
        "\(token.found) is a text, but \(quantity.description) is a number; "
          + "it takes numbers such as \(examples(of: quantity))")
    }
    if let number = Double(filterNumber: token.text) { return Float(number) }
    if let unit = Self.units.first(where: { token.text.hasSuffix($0.suffix) }),
      let number = Double(filterNumber: String(token.text.dropLast()))
    {
      guard (unit.suffix == "%") != isInDays(quantity) else {
        throw FilterError(
          column: token.column,
          "\(token.found) is \(unit.meaning), but \(quantity.description) is "
            + "\(unitName(of: quantity)); it takes numbers such as \(examples(of: quantity))")
      }
      return Float(number * unit.factor)
    }
    throw FilterError(
      column: token.column,
      "\(token.found) is not a number; \(quantity.description) takes numbers such as "
        + examples(of: quantity))
  }

  private static let units: [(suffix: String, factor: Double, meaning: String)] = [
    ("d", 1, "in days"), ("w", 7, "in weeks"), ("m", 30, "in months"), ("y", 365, "in years"),
    ("%", 0.01, "a share"),
  ]

  private func unit(of quantity: Quantity) -> String {
    if case .number(_, let unit) = quantity.kind { unit } else { "" }
  }

  private func isInDays(_ quantity: Quantity) -> Bool { unit(of: quantity) == "days" }

  private func unitName(of quantity: Quantity) -> String {
    let unit = unit(of: quantity)
    return unit.isEmpty ? "without a unit" : "in \(unit)"
  }

  private func examples(of quantity: Quantity) -> String {
    isInDays(quantity) ? "30, 30d and 6w" : "3, 0.6 and 60%"
  }

  private func isCategory(
    _ quantity: Quantity, _ what: String, at column: Int
  ) -> FilterError {
    FilterError(
      column: column,
      "\(what), but \(quantity.description) is a category; it takes '=', '!=' and 'in (…)'")
  }
}
