import Bytes
import Catalogue
import Expressions
import Snapshots
import Text

extension Clerk {
  /// Answers about products: those that a message asks for, or the one that it speaks of.
  func advise(
    _ task: ProductTask, _ question: borrowing ChatQuestion, _ shop: some Shop,
    _ scratch: inout ClerkScratch, _ reply: inout ChatReply
  ) {
    reply.state.asked = task == .find ? nil : task
    if task == .find { return find(question, &scratch, &reply) }
    guard let item = spokenOf(question, &scratch, &reply) else {
      if task == .style || task == .similar {
        // Nothing was named that something could be like: what this shopper may like.
        let items = shop.recommended(to: question.user, limit: question.limit)
        if !items.isEmpty { return show(items, after: .productsForYou, [:], &reply) }
      }
      if [.size, .restock, .material, .stock].contains(task) {
        quoteKnowledge(&scratch, &reply, orSay: .askItem)
      } else {
        reply.say(.askItem)
      }
      return
    }
    reply.state.focus = catalogue.items[Int(item)].string
    let title = title(item, reply.language)
    switch task {
    case .find: break
    case .stock:
      var arguments = [NamedValue("item", catalogue.items[Int(item)].string)]
      if let size = scratch.said("size"), ToolFieldKind.size.accepts(size) {
        arguments.append(NamedValue("size", size))
      }
      ask(.checkStock, arguments, &reply, ["title": title])
    case .restock:
      quoteKnowledge(&scratch, &reply, orSay: .notKnown)
      if let demand = shop.demand(for: item), demand.units >= 0.5 {
        let id = catalogue.items[Int(item)].string
        reply.say(
          .productDemand,
          [
            "title": title,
            "units": Quote(decimal(demand.units.rounded()), .forecast, of: id, field: "mean"),
            "period": Quote(
              period(demand.period, reply.language), .forecast, of: id, field: "frequency"),
          ])
      }
    case .similar: showSimilar(to: item, title, question, shop, &scratch, &reply)
    case .style:
      let items = shop.together(with: item, limit: question.limit)
      if items.isEmpty {
        showSimilar(to: item, title, question, shop, &scratch, &reply)
      } else {
        show(items, after: .productsTogether, ["title": title], &reply)
      }
    case .price:
      if let price = price(item) {
        reply.say(.productPrice, ["title": title, "price": price])
      } else {
        reply.say(.productNoPrice, ["title": title])
      }
    case .material:
      if let material = material(item) {
        reply.say(.productMaterial, ["title": title, "material": material])
      } else {
        reply.say(.productNoMaterial, ["title": title])
      }
    case .size:
      if let size = shop.bestSize(of: item, for: question.user) {
        reply.say(
          .sizeBest,
          ["title": title, "size": Quote(size, .profile, of: "fit", field: "best_size")])
      } else {
        reply.say(.sizeNotKnown, ["title": title])
        quoteKnowledge(&scratch, &reply, orSay: nil)
      }
    }
  }

  /// "And the second one?" asks what was asked of the first.
  func askedAgain(
    _ scratch: borrowing ClerkScratch, _ reply: borrowing ChatReply
  ) -> ProductTask? {
    guard let asked = reply.state.asked, scratch.said("order") == nil,
      counted(scratch, reply) != nil, scratch.reading.text.tokens.count <= Self.changeTokensMax
    else { return nil }
    return asked
  }

  // MARK: Which item

  /// The item that a message speaks of: the second of those shown, the one of them that is as it says, one like those
  /// searched for that is, or the one that was spoken of before.
  private func spokenOf(
    _ question: borrowing ChatQuestion, _ scratch: inout ClerkScratch, _ reply: inout ChatReply
  ) -> Int32? {
    if let id = counted(scratch, reply), let item = known(id, &reply) { return item }
    if let search {
      var wanted = self.wanted(&scratch, in: search)
      // "Something like this but cheaper" describes nothing; a colour or a kind does.
      if !wanted.conditions.isEmpty {
        if let item = described(wanted, in: search, reply) { return item }
        if !search.namesKind(wanted), let earlier = reply.state.question {
          var merged = earlier.question(in: search).question
          merged.merge(wanted, in: search)
          wanted = merged
        }
        search.search(wanted, limit: 1, scratch: &scratch.products)
        if scratch.products.relaxed.isEmpty, let hit = scratch.products.hits.first {
          return Int32(hit.item)
        }
      }
    }
    if let focus = reply.state.focus, let item = known(focus, &reply) { return item }
    return question.item.isEmpty ? nil : known(question.item.string, &reply)
  }

  /// The first of the products shown that is as a message says.
  func described(
    _ question: borrowing ProductQuestion, in search: ProductSearch, _ reply: borrowing ChatReply
  ) -> Int32? {
    for id in reply.state.shown {
      if let row = row(id), search.fulfils(Int(row), question) { return row }
    }
    return nil
  }

  /// The one of the products shown that a message counts out.
  func counted(
    _ scratch: borrowing ClerkScratch, _ reply: borrowing ChatReply
  ) -> String? {
    let shown = reply.state.shown
    func amount(_ id: String) -> Double? { row(id).flatMap { self.amount($0) } }
    let priced = shown.filter { amount($0) != nil }
    return switch Ordinal.read(scratch.reading.text) {
    case .place(let place): place < shown.count ? shown[place] : nil
    case .last: shown.last
    case .cheapest: priced.min { amount($0) ?? 0 < amount($1) ?? 0 }
    case .dearest: priced.max { amount($0) ?? 0 < amount($1) ?? 0 }
    case nil: nil
    }
  }

  /// - Returns: `nil`, with a note, when this generation does not have the item
  private func known(_ id: String, _ reply: inout ChatReply) -> Int32? {
    if let row = row(id) { return row }
    reply.notes.insert(.forgotten)
    return nil
  }

  /// `nil` for an item that this generation does not have.
  private func row(_ id: String) -> Int32? {
    catalogue.items.index(of: Array(id.utf8).rawSpan).map { Int32($0) }
  }

  // MARK: What the catalogue says

  /// In the language of the conversation where the catalogue has it; the id where there is no title.
  func title(_ item: Int32, _ language: Language) -> Quote {
    let id = catalogue.items[Int(item)].string
    let (title, field) = catalogue.title(of: Int(item), in: language.code)
    return title.isEmpty
      ? Quote(id, .item, of: id, field: "item_id")
      : Quote(title.string, .item, of: id, field: field)
  }

  /// `nil` where the catalogue knows no price.
  func amount(_ item: Int32) -> Double? {
    guard case .number(let numbers)? = prices else { return nil }
    let price = numbers[Int(item)]
    return price.isFinite ? price : nil
  }

  func price(_ item: Int32) -> Quote? {
    amount(item).map {
      Quote(decimal($0), .item, of: catalogue.items[Int(item)].string, field: "price")
    }
  }

  private func material(_ item: Int32) -> Quote? {
    guard case .text(let codes, let values)? = materials, codes[Int(item)] < values.count else {
      return nil
    }
    return Quote(
      values[Int(codes[Int(item)])].string, .item, of: catalogue.items[Int(item)].string,
      field: "material")
  }

  /// The shortest decimal number of a value: 71.95, 50.
  func decimal(_ value: Double) -> String {
    let rounded = (value * 100).rounded() / 100
    return rounded == rounded.rounded() && rounded.magnitude < 1e15
      ? "\(Int(rounded))" : "\(rounded)"
  }

  private func period(_ name: String, _ language: Language) -> String {
    guard language == .chinese else { return name }
    return switch name {
    case "day": "天"
    case "week": "周"
    case "month": "月"
    case "quarter": "季度"
    case "year": "年"
    default: name
    }
  }
}
