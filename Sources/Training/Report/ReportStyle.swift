/// The report's looks: one column on a phone, plots in pairs where there is room; colours that can be
/// told apart with any kind of colour vision (Okabe, Ito, *Color universal design*, 2008), darker on
/// light and lighter on dark ground so that all text has a contrast of at least 4.5 : 1.
let reportStyle: HTML = """
  <style>
  :root { --ground: #fbfaf8; --panel: #ffffff; --ink: #1d1d1f; --soft: #5c5b57; --rule: #e2dfd8;
    --good: #0b6b4a; --goodground: #e5f3ec; --s0: #0060a8; --s1: #b04a00; --s2: #00785a; --s3: #a0407c;
    --s4: #7a6200; --s5: #56555c; color-scheme: light dark; }
  @media (prefers-color-scheme: dark) { :root { --ground: #161618; --panel: #1f1f22; --ink: #f0efec;
    --soft: #b3b1ab; --rule: #3a393d; --good: #6fd3a8; --goodground: #16352a; --s0: #66b8f2;
    --s1: #f09a52; --s2: #4cc9a0; --s3: #e490c4; --s4: #dcc24c; --s5: #b6b4bd; } }
  * { box-sizing: border-box; }
  body { margin: 0; background: var(--ground); color: var(--ink);
    font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
  main { max-width: 62rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
  h1 { font-size: 1.9rem; line-height: 1.2; margin: .2rem 0 .6rem; letter-spacing: -.01em; }
  h2 { font-size: 1.3rem; margin: 2.8rem 0 .5rem; padding-top: 1.1rem; border-top: 1px solid var(--rule); }
  h3 { font-size: 1rem; margin: 0 0 .5rem; }
  p { max-width: 44rem; margin: .5rem 0; }
  .over { color: var(--soft); margin: 0; }
  .verdict { background: var(--panel); border: 1px solid var(--rule); border-left: 5px solid var(--s0);
    border-radius: 8px; padding: .9rem 1.2rem; margin: 1.3rem 0; font-size: 1.08rem; }
  .verdict p { max-width: none; }
  .facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr)); gap: .8rem;
    margin: 1.2rem 0; padding: 0; list-style: none; }
  .facts li { background: var(--panel); border: 1px solid var(--rule); border-radius: 8px;
    padding: .6rem .9rem; color: var(--soft); font-size: .9rem; }
  .facts b { display: block; color: var(--ink); font-size: 1.35rem; line-height: 1.25; }
  .pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(21rem, 100%), 1fr));
    gap: 1rem; margin: 1rem 0; }
  .three { grid-template-columns: repeat(auto-fit, minmax(min(17rem, 100%), 1fr)); }
  figure, .card { background: var(--panel); border: 1px solid var(--rule); border-radius: 8px;
    padding: 1rem; margin: 0; min-width: 0; }
  figcaption { color: var(--soft); font-size: .9rem; margin-top: .6rem; }
  .plot { display: block; width: 100%; max-width: 34rem; height: auto; font-size: 14px; }
  .plot text { fill: var(--ink); }
  .plot .tick { fill: var(--soft); font-size: 12px; }
  .plot .value { font-weight: 600; }
  .grid { stroke: var(--rule); stroke-width: 1; }
  .whisker { stroke-width: 3; opacity: .45; stroke-linecap: round; }
  .curve { fill: none; stroke-width: 2.2; stroke-linejoin: round; }
  .mark { stroke: var(--panel); stroke-width: 1; }
  .s0 { color: var(--s0); } .s1 { color: var(--s1); } .s2 { color: var(--s2); }
  .s3 { color: var(--s3); } .s4 { color: var(--s4); } .s5 { color: var(--s5); }
  .mark { fill: currentColor; } .curve, .whisker { stroke: currentColor; }
  .curve.s1 { stroke-dasharray: 7 4; } .curve.s2 { stroke-dasharray: 2 4; }
  .curve.s3 { stroke-dasharray: 9 3 2 3; } .curve.s4 { stroke-dasharray: 4 2; }
  .past, .came { fill: none; stroke: var(--ink); stroke-width: 1.4; stroke-linejoin: round; }
  .past { opacity: .55; } .came { stroke-width: 2; }
  .band { fill: var(--s0); opacity: .2; } .band.wide { opacity: .12; }
  .ring { fill: var(--panel); stroke: var(--ink); stroke-width: 1.5; }
  .legend { list-style: none; display: flex; flex-wrap: wrap; gap: .2rem 1.1rem; padding: 0;
    margin: .5rem 0 0; font-size: .9rem; }
  .legend svg { width: 34px; height: 12px; margin-right: .4rem; vertical-align: middle; }
  .table { overflow-x: auto; margin: 1rem 0; background: var(--panel); border: 1px solid var(--rule);
    border-radius: 8px; }
  table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; font-size: .92rem; }
  caption { text-align: left; padding: .7rem .9rem .3rem; color: var(--soft); }
  th, td { padding: .42rem .6rem; text-align: right; border-top: 1px solid var(--rule);
    white-space: nowrap; }
  th:first-child { text-align: left; }
  thead th { border-top: 0; color: var(--soft); font-weight: 600; }
  td small { color: var(--soft); display: block; font-size: .75rem; }
  th:first-child { padding-left: .9rem; } td:last-child, th:last-child { padding-right: .9rem; }
  .asked th, .asked td { font-weight: 600; }
  .asked td small { font-weight: 400; }
  .shopper ul, .shopper ol { margin: .2rem 0 .8rem; padding-left: 1.3rem; }
  .shopper li { margin: .25rem 0; overflow-wrap: anywhere; }
  .shopper h4 { margin: .8rem 0 .1rem; font-size: .9rem; color: var(--soft); font-weight: 600; }
  .shopper small { display: block; color: var(--soft); }
  .hit { color: var(--good); background: var(--goodground); border-radius: 4px; padding: 0 .35rem;
    font-size: .85rem; font-weight: 600; white-space: nowrap; }
  dl { max-width: 46rem; } dt { font-weight: 600; margin-top: .8rem; } dd { margin: 0; }
  footer { color: var(--soft); font-size: .9rem; margin-top: 3rem; border-top: 1px solid var(--rule);
    padding-top: 1rem; overflow-wrap: anywhere; }
  @media print { body { background: none; } figure, .card, .table { break-inside: avoid; } }
  </style>
  """
