/// What the words of the report mean, for somebody who sells clothes.
enum Glossary {
  static let terms: [(term: String, meaning: String)] = [
    (
      "Held out",
      "What shoppers chose after the models had stopped learning. The models never saw it; it is the "
        + "answer sheet."
    ),
    (
      "NDCG",
      "How near the top the right items stood. 1: all right items first, in any order among "
        + "themselves. A right item in second place counts 63 % of one in first place, in tenth place "
        + "29 %."
    ),
    (
      "Recall",
      "Of the items that a shopper went on to choose, the share that was in the list (or of the list's "
        + "places, when the shopper chose more than fit)."
    ),
    ("Precision", "Of the places in the list, the share that the shopper went on to choose."),
    ("F1", "One number for precision and recall: high only when both are."),
    (
      "MAP",
      "Mean average precision: the precision at each right item, averaged; rewards right items early."
    ),
    (
      "MRR",
      "Mean reciprocal rank: 1 when the first right item stands first, ½ when second, ⅓ when third."
    ),
    ("Hit rate", "The share of shoppers with at least one right item in the list."),
    (
      "Interval",
      "The thin line around a figure: these shoppers are a sample, and the figure of all shoppers like "
        + "them lies within such a line 95 times out of 100."
    ),
    ("Coverage", "The share of the catalogue that stood in anybody's list."),
    (
      "Gini",
      "How unevenly the places went to the items: 0 when every item got as many, near 1 when a few got "
        + "nearly all."
    ),
    (
      "Novelty",
      "How unexpected the items in a list are, in bits. An item that half of all shoppers know has 1 "
        + "bit, one that one in a thousand knows has 10."
    ),
    (
      "Diversity",
      "How different the items within one list are by their attributes: 0 all alike, 1 nothing in common."
    ),
    (
      "New shoppers",
      "Shoppers of whom the models knew at most \(EvaluationOptions.coldMax) different items."
    ),
    (
      "Rare items",
      "Items that at most \(EvaluationOptions.coldMax) shoppers had chosen when the models learned; "
        + "here only they count as right."
    ),
    (
      "Most popular",
      "Shows everybody what most shoppers chose. The least that a recommender must beat."
    ),
    ("Random", "Shows items drawn by lot. Whoever is not better has learned nothing."),
    ("Item neighbours", "Shows what was chosen together with what the shopper chose."),
  ]
}
