// swift-tools-version: 6.2

import PackageDescription

/// Every target is compiled to the same strictness; there is no lenient corner to grow code in.
let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .strictMemorySafety(),  // every unsafe operation is spelt `unsafe`, and can be listed with grep
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableExperimentalFeature("Lifetimes"),  // `@_lifetime`: lets a mapping hand out a RawSpan
]

let numerics = Target.Dependency.product(name: "RealModule", package: "swift-numerics")
let arguments = Target.Dependency.product(
  name: "ArgumentParser", package: "swift-argument-parser")
let toml = Target.Dependency.product(name: "TOMLKit", package: "TOMLKit")
let histogram = Target.Dependency.product(name: "Histogram", package: "hdrhistogram-swift")

/// A thin C target: a library's header, or what Swift cannot import. One importer each.
func shim(_ name: String, links: [String] = [], imports: [Target.Dependency] = []) -> [Target] {
  [
    .target(
      name: name, dependencies: imports,
      linkerSettings: links.map { .linkedLibrary($0) })
  ]
}

/// A library and its tests. A target imports only targets declared in a row above it.
func library(_ name: String, imports: [Target.Dependency] = []) -> [Target] {
  [
    .target(name: name, dependencies: imports, swiftSettings: strict),
    .testTarget(
      name: "\(name)Tests", dependencies: [.byName(name: name), "TestSupport"] + imports,
      swiftSettings: strict),
  ]
}

func program(_ name: String, imports: [Target.Dependency]) -> [Target] {
  [.executableTarget(name: name, dependencies: imports, swiftSettings: strict)]
}

let package = Package(
  name: "modiste",
  products: [
    .library(name: "ModisteClient", targets: ["ModisteClient"]),
    .executable(name: "modiste", targets: ["modiste"]),
    .executable(name: "modisted", targets: ["modisted"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-numerics", from: "1.1.1"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
    .package(url: "https://github.com/HdrHistogram/hdrhistogram-swift", from: "0.2.0"),
  ],
  targets: [
    // 0. C libraries, and what Swift cannot import.
    shim("CProtobufC", links: ["protobuf-c"]),
    shim("CMessages", imports: ["CProtobufC"]),
    shim("CPlatform"),
    shim("COpenSSL", links: ["crypto"]),
    shim("CZlib", links: ["z"]),
    shim("CKernels"),
    shim("CBLAS", links: ["openblas"]),

    // 1. Ground: integers in bytes, the operating system, inner loops. None imports another.
    library("Bytes"),
    library("Platform", imports: ["CPlatform", "COpenSSL"]),
    library("Kernels", imports: ["CKernels", "CBLAS"]),

    // 2. Formats: how a call lies on a stream, a model in a file, a shop in a directory.
    library("Wire", imports: ["CProtobufC", "CMessages", "Bytes"]),
    library("Snapshots", imports: ["Bytes", "Platform"]),
    library("Datasets", imports: ["CZlib", "Bytes", "Platform", numerics, toml]),

    // 3. What fields of study share.
    library("Expressions", imports: ["Bytes", "Snapshots"]),
    library("Catalogue", imports: ["Bytes", "Snapshots", "Expressions"]),
    library("Learning", imports: ["Kernels", numerics]),
    library("Text", imports: ["Bytes", numerics]),

    // 4. Fields of study. None imports another; none knows Wire.
    library(
      "Recommendation",
      imports: ["Bytes", "Kernels", "Snapshots", "Catalogue", "Expressions", "Learning", numerics]),

    library(
      "Profiling", imports: ["Bytes", "Kernels", "Snapshots", "Expressions", "Learning", numerics]),
    library(
      "Dialogue",
      imports: [
        "Bytes", "Kernels", "Snapshots", "Expressions", "Catalogue", "Learning", "Text", numerics,
      ]),

    library("Forecasting", imports: ["Bytes", "Kernels", "Snapshots", "Learning", numerics]),

    // 5. One generation's models together; every answer as a function of request and snapshot.
    library(
      "Answering",
      imports: [
        "Bytes", "Platform", "Snapshots", "Catalogue", "Expressions", "Recommendation", "Profiling",
        "Forecasting", "Text", "Dialogue", numerics,
      ]),

    // 6. None imports another; ModisteClient knows only Wire and Platform.
    library(
      "Serving",
      imports: [
        "Bytes", "Platform", "Wire", "Snapshots", "Expressions", "Catalogue", "Learning",
        "Profiling", "Forecasting", "Text", "Dialogue", "Answering", toml,
      ]),
    library(
      "Training",
      imports: [
        "Bytes", "Platform", "Wire", "Snapshots", "Datasets", "Catalogue", "Learning",
        "Recommendation", "Profiling", "Forecasting", "Text", "Dialogue", "Answering",
      ]),
    library("ModisteClient", imports: ["Bytes", "Platform", "Wire"]),

    // 7. A conversation in a terminal, without the terminal.
    library("Talking", imports: ["Bytes", "Wire", "ModisteClient"]),

    // 8. Programs: parse arguments, compose, exit.
    program("modisted", imports: ["Platform", "Serving", arguments]),
    program(
      "modiste",
      imports: [
        "Bytes", "Platform", "Wire", "Snapshots", "Datasets", "Expressions", "Learning",
        "Text", "Recommendation", "Profiling", "Forecasting", "Dialogue", "Answering", "Serving",
        "Training", "ModisteClient", "Talking", arguments, histogram,
      ]),

    // What tests share, and what only a whole system can show.
    [
      .target(name: "CAllocationCounter", path: "Tests/CAllocationCounter"),
      .target(
        name: "TestSupport", dependencies: ["CAllocationCounter", "Bytes", "Platform", "Wire"],
        path: "Tests/TestSupport", swiftSettings: strict),
      .testTarget(
        name: "EndToEndTests",
        dependencies: [
          "TestSupport", "Bytes", "Platform", "Wire", "Text", "Snapshots", "Datasets", "Catalogue",
          "Recommendation", "Profiling", "Dialogue", "Answering", "Serving", "Training",
          "ModisteClient",
        ],
        swiftSettings: strict),
    ],
  ].flatMap(\.self)
)
