/// What shoppers want from the chat, and how they say it: a file of templates per field.
///
/// The test's templates are other sentences, and each has a word that no sentence of train has.
extension DemoUtterances {
  static let intents: [Intent] =
    orderIntents + deliveryIntents + paymentIntents + returnIntents + faultIntents + sizeIntents
    + productIntents + stockIntents + serviceIntents + peopleIntents + talkIntents + [outOfScope]
}
