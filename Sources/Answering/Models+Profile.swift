import Bytes
import Catalogue
import Profiling
import Recommendation
import Snapshots

extension Models {
  /// What is known of a shopper.
  ///
  /// Events of the question count as if the snapshot had known them: towards affinities, each choice
  /// once; towards the evidence and its age; and a purchase among them towards `rfm.recency` and
  /// `rfm.frequency`. What a model made of these (scores, segments, forecasts) is as it was fitted. Of a
  /// shopper whom the snapshot does not know, tags that nothing is known of are those of shoppers in
  /// general: median, or most frequent category, with no evidence; what users.csv says of others is not
  /// guessed.
  ///
  /// Ages are those when the training data ended, and the time since.
  ///
  /// - Parameter answer: overwritten
  /// - Throws: `invalidArgument` for a question beyond ``AnswerLimits``, an event that cannot be, or a
  ///   tag that there is not; `unavailable` when the snapshot has no profiles. Ids the snapshot does not
  ///   know are no error.
  package func profile(
    _ question: borrowing ProfileQuery, scratch: AnsweringScratch, into answer: inout ProfileAnswer
  ) throws(AnswerError) {
    answer.reset()
    try AnswerLimits.check(id: question.user, of: .user)
    try AnswerLimits.check(recentCount: question.recent.count)
    try AnswerLimits.check(tags: question.tags)
    try AnswerLimits.check(affinityLimit: question.affinityLimit)
    let events = try take(question.recent, scratch, &answer)
    guard let profiles else {
      throw .unavailable("this snapshot has no profiles; train again to ask for these")
    }
    let treatments = scratch.profile.masking.treatments(by: question.masking, of: serial) {
      profiles.treatments(by: question.masking)
    }
    try profiles.select(question.tags, treatments, into: &scratch.profile)

    let user = shoppers.index(of: question.user)
    answer.isUserKnown = user != nil
    if let user { scratch.profile.fetched = profiles.fetch(user) }
    let shopper = Shopper(
      user: user, events: events,
      daysSince: Float(max(0, question.now - profiles.asOf)) / 86_400)
    for index in profiles.entries.indices where scratch.profile.wantsTag[index] {
      let treatment = treatments.tags[index]
      if treatment != .show { answer.maskedTags.append(index) }
      if treatment == .mask { continue }
      guard var tag = tag(index, of: shopper, profiles) else { continue }
      if treatment == .generalise {
        guard let band = profiles.entries[index].band(around: tag.value) else { continue }
        tag.value = .band(band)
      }
      answer.tags.append(tag)
      if question.explains {
        // What the request changed, is guessed or coarse has not the value that is explained.
        let isStored = tag.origin == .model && treatment == .show
        answer.explanations.append(
          isStored
            ? user.map { user in
              profiles.explanation(of: index, user: user) { treatments.tags[$0] == .show }
            } ?? "" : "")
      }
    }
    let limit =
      question.affinityLimit == 0 ? ProfileQuery.affinityLimitDefault : question.affinityLimit
    for index in profiles.affinities.indices where scratch.profile.wantsTable[index] {
      let treatment = treatments.tables[index]
      if treatment != .show { answer.maskedTables.append(index) }
      if treatment == .mask { continue }
      let first = answer.affinities.count
      affinities(to: index, of: shopper, profiles, limit: limit, &scratch.profile, &answer)
      guard treatment == .generalise else { continue }
      for position in first..<answer.affinities.count {
        let weight = answer.affinities[position].weight
        answer.affinities[position].weight = (weight * 4).rounded() / 4
      }
    }
  }

  /// Whom an answer is about.
  private struct Shopper {
    /// `nil`: the snapshot does not know.
    let user: Int?
    let events: ProfileEvents
    /// From the end of the training data to now.
    let daysSince: Float
  }

  private func take(
    _ recent: [RecentEvent], _ scratch: AnsweringScratch, _ answer: inout ProfileAnswer
  ) throws(AnswerError) -> ProfileEvents {
    var events = ProfileEvents()
    scratch.profile.chosen.removeAll(keepingCapacity: true)
    guard !recent.isEmpty else { return events }
    scratch.unknown.reset()
    for position in recent.indices {
      let event = recent[position]
      let kind = try AnswerLimits.check(event: event, at: position)
      let isChoice =
        switch kind {
        case .view, .cart, .purchase, .rating: true
        case .return, .search: false
        }
      if isChoice { events.add(.choices, ageSeconds: event.ageSeconds) }
      if kind == .purchase { events.add(.purchases, ageSeconds: event.ageSeconds) }
      guard !event.item.isEmpty else { continue }
      guard let item = catalogue.items.index(of: event.item.bytes) else {
        scratch.unknown.report(event.item, to: &answer.unknownItems)
        continue
      }
      if isChoice { scratch.profile.chosen.append(item) }
    }
    return events
  }

  /// `nil` when it is not known of the shopper.
  private func tag(_ index: Int, of shopper: Shopper, _ profiles: Profiles) -> ProfileAnswer.Tag? {
    let entry = profiles.entries[index]
    let stored =
      shopper.user.map { profiles.evidence(entry.evidence, of: $0) } ?? (count: 0, ageDays: .nan)
    let count = stored.count + shopper.events.count(entry.evidence)
    // Of two ages the smaller; of one that is unknown the other.
    let age = Float.minimum(
      stored.ageDays + shopper.daysSince, shopper.events.age(entry.evidence))
    var tag = ProfileAnswer.Tag(
      index: index, value: .number(.nan), origin: .model, evidence: count, ageDays: age,
      confidence: Float(count) / (Float(count) + entry.halfConfidence))
    let known = shopper.user.flatMap { entry.value(of: $0) }
    if shopper.events.purchases > 0, index == profileLinks.recency {
      tag.value = .number(
        Float.minimum(shopper.events.purchaseAge, known.number + shopper.daysSince))
      tag.origin = .request
    } else if shopper.events.purchases > 0, index == profileLinks.frequency {
      let before = known.number
      tag.value = .number((before.isNaN ? 0 : before) + Float(shopper.events.purchaseVisits))
      tag.origin = .request
    } else if let known {
      tag.value = known
    } else {
      guard shopper.user == nil, entry.evidence != .record, let prior = entry.priorValue else {
        return nil
      }
      return ProfileAnswer.Tag(
        index: index, value: prior, origin: .prior, evidence: 0, ageDays: .nan, confidence: 0)
    }
    return tag
  }

  private func affinities(
    to index: Int, of shopper: Shopper, _ profiles: Profiles, limit: Int,
    _ scratch: inout ProfileScratch, _ answer: inout ProfileAnswer
  ) {
    let table = profiles.affinities[index]
    var entries = 0..<0
    if let user = shopper.user {
      let (lower, upper) = (Int(table.userStart[user]), Int(table.userStart[user + 1]))
      entries = lower..<max(lower, upper)
    }
    func affinity(_ value: Int, _ weight: Float, choices: Float) -> ProfileAnswer.Affinity {
      ProfileAnswer.Affinity(
        table: index, value: value, weight: weight, confidence: choices / (choices + table.strength)
      )
    }
    if !scratch.chosen.isEmpty, let column = profileLinks.columns[index] {
      scratch.count(column, table)
    }
    guard !scratch.touched.isEmpty else {
      // Nothing changes: they lie as they are answered.
      for entry in entries.prefix(limit) {
        let (value, weight) = (Int(table.userValues[entry]), Float(table.userWeights[entry]))
        guard weight > 0 else { break }
        answer.affinities.append(
          affinity(value, weight, choices: table.choices(of: value, giving: weight)))
      }
      return
    }
    scratch.candidates.removeAll(keepingCapacity: true)
    for entry in entries {
      let (value, weight) = (Int(table.userValues[entry]), Float(table.userWeights[entry]))
      guard weight > 0, value < scratch.counts.count else { continue }
      let before = table.choices(of: value, giving: weight)
      let added = scratch.counts[value]
      scratch.counts[value] = 0
      scratch.candidates.append(
        affinity(
          value, added > 0 ? table.affinity(of: value, choices: before + added) : weight,
          choices: before + added))
    }
    for value in scratch.touched where scratch.counts[value] > 0 {
      let added = scratch.counts[value]
      scratch.candidates.append(
        affinity(value, table.affinity(of: value, choices: added), choices: added))
    }
    scratch.clearCounts()
    scratch.candidates.appendStrongest(limit, to: &answer.affinities)
  }
}

extension ProfileAnswer.Value? {
  /// NaN of anything else.
  fileprivate var number: Float {
    if case .number(let number) = self { number } else { .nan }
  }
}

extension TagEntry {
  /// `nil` when it is not known.
  fileprivate func value(of user: Int) -> ProfileAnswer.Value? {
    switch values {
    case .numbers(let numbers):
      let number = numbers[user]
      return number.isNaN ? nil : .number(number)
    case .categories(let categories):
      let code = categories.codes[user]
      return Int(code) < categories.values.count ? .category(code) : nil
    }
  }

  fileprivate var priorValue: ProfileAnswer.Value? {
    guard !prior.isNaN else { return nil }
    return switch values {
    case .numbers: .number(prior)
    case .categories: UInt8(exactly: prior).map { .category($0) }
    }
  }

  /// `nil` of what has no coarser form.
  fileprivate func band(around value: ProfileAnswer.Value) -> ProfileBand? {
    guard case .number(let number) = value else { return nil }
    return ProfileBand(around: Double(number), isYear: name.ends(with: "year"))
  }
}

extension ByteView {
  fileprivate func ends(with suffix: StaticString) -> Bool {
    let count = suffix.utf8CodeUnitCount
    guard self.count >= count else { return false }
    // Safe: a static string of that many bytes, which lives as long as the process.
    return unsafe dropFirst(self.count - count)
      == ByteView(start: suffix.utf8Start, count: count)
  }
}

extension [ProfileAnswer.Affinity] {
  /// By weight, then by value. O(count · limit), in place: sorting would allocate.
  fileprivate mutating func appendStrongest(_ limit: Int, to strongest: inout Self) {
    for position in 0..<Swift.min(limit, count) {
      var best = position
      for other in position + 1..<Swift.max(count, position + 1)
      where (self[best].weight, self[other].value) < (self[other].weight, self[best].value) {
        best = other
      }
      swapAt(position, best)
      strongest.append(self[position])
    }
  }
}
