/// Light and dark, wide and narrow, and on paper.
let pageStyle = #"""
    :root {
      color-scheme: light dark;
      --paper: #fbfaf8; --card: #ffffff; --ink: #22252a; --soft: #5c636d; --line: #e4e1db; --shade: #f3f1ec;
      --accent: #1d5f7a; --accent-soft: #e2eef3; --good: #2b6a3f; --good-soft: #e4f1e7; --warn: #8a5a00; --warn-soft: #faefd8;
      --bad: #a3332b; --bad-soft: #f9e6e3; --row: 44px;
    }
    @media (prefers-color-scheme: dark) {
      :root {
        --paper: #16181b; --card: #1d2024; --ink: #e6e4df; --soft: #a2a8b1; --line: #32363c; --shade: #24282d;
        --accent: #86c5de; --accent-soft: #1f3843; --good: #8fce9f; --good-soft: #1e3626; --warn: #e6bd72; --warn-soft: #3a2f17;
        --bad: #f0a199; --bad-soft: #43221f;
      }
    }
    * { box-sizing: border-box; }
    html { background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", "Noto Sans", sans-serif; }
    body { margin: 0; }
    a { color: var(--accent); text-underline-offset: 2px; }
    a:focus-visible, button:focus-visible, input:focus-visible, select:focus-visible, [tabindex]:focus-visible {
      outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 4px;
    }
    .skip { position: absolute; left: -9999px; }
    .skip:focus { left: 12px; top: 12px; background: var(--card); padding: 8px 12px; z-index: 9; }
    .unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
    header { border-bottom: 1px solid var(--line); background: var(--card); }
    .band { max-width: 1240px; margin: 0 auto; padding: 0 24px; }
    .title { display: flex; flex-wrap: wrap; gap: 2px 16px; align-items: baseline; padding-top: 18px; }
    .title h1 { font-size: 20px; font-weight: 650; letter-spacing: -0.01em; margin: 0; }
    .title p { margin: 0; color: var(--soft); font-size: 13px; }
    nav ul { display: flex; gap: 4px; list-style: none; margin: 10px 0 0 -12px; padding: 0; overflow-x: auto; }
    nav a { display: block; padding: 8px 12px 10px; color: var(--soft); text-decoration: none; border-bottom: 2px solid transparent; white-space: nowrap; }
    nav a:hover { color: var(--ink); }
    nav a[aria-current] { color: var(--ink); border-color: var(--accent); font-weight: 600; }
    main.band { padding-top: 24px; padding-bottom: 64px; }
    main:focus, h2[tabindex]:focus-visible { outline: none; }
    h2 { font-size: 22px; font-weight: 650; letter-spacing: -0.015em; margin: 0 0 4px; overflow-wrap: anywhere; }
    h3 { font-size: 15px; font-weight: 650; margin: 28px 0 8px; }
    p { margin: 0 0 12px; max-width: 72ch; }
    .soft { color: var(--soft); }
    .small { font-size: 13px; }
    .num { font-variant-numeric: tabular-nums; text-align: right; }
    .split { display: grid; grid-template-columns: 320px minmax(0, 1fr); gap: 32px; align-items: start; }
    .card { background: var(--card); border: 1px solid var(--line); border-radius: 10px; }
    .tiles { display: grid; grid-template-columns: repeat(auto-fill, minmax(180px, 1fr)); gap: 12px; margin: 16px 0 8px; padding: 0; list-style: none; }
    .tile { height: 100%; padding: 14px 16px; text-decoration: none; color: inherit; display: block; }
    .tile:hover { border-color: var(--accent); }
    .tile b { display: block; font-size: 24px; font-weight: 650; letter-spacing: -0.02em; font-variant-numeric: tabular-nums; }
    .tile span { color: var(--soft); font-size: 13px; }
    label.field { display: block; font-size: 13px; color: var(--soft); margin-bottom: 4px; }
    input[type=search], select {
      font: inherit; color: inherit; background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 8px 10px; width: 100%;
    }
    select { width: auto; max-width: 100%; }
    .tools { display: flex; flex-wrap: wrap; gap: 12px 16px; align-items: end; margin: 12px 0; }
    .tools .wide { flex: 1 1 240px; }
    .list { position: relative; overflow: auto; max-height: min(62vh, 640px); margin-top: 8px; }
    .spacer { position: relative; }
    .option, .vrow { position: absolute; left: 0; right: 0; height: var(--row); }
    .option { padding: 3px 14px; cursor: pointer; border-bottom: 1px solid var(--line); overflow: hidden; }
    .option:hover { background: var(--shade); }
    .option[aria-selected=true] { background: var(--accent-soft); box-shadow: inset 3px 0 var(--accent); }
    .option b, .option span { display: block; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; line-height: 19px; }
    .option b { font-weight: 550; }
    .option span { font-size: 12px; color: var(--soft); }
    .chip { display: inline-block; padding: 0 8px; border-radius: 99px; background: var(--shade); color: var(--soft); font-size: 12px; line-height: 20px; white-space: nowrap; }
    .chip.accent { background: var(--accent-soft); color: var(--accent); }
    .chip.good { background: var(--good-soft); color: var(--good); }
    .chip.warn { background: var(--warn-soft); color: var(--warn); }
    .chip.bad { background: var(--bad-soft); color: var(--bad); }
    .chips { display: flex; flex-wrap: wrap; gap: 6px; margin: 8px 0 16px; }
    .empty { padding: 36px 24px; text-align: center; color: var(--soft); }
    .empty b { display: block; color: var(--ink); font-size: 16px; margin-bottom: 4px; }
    .empty p { margin: 0 auto; }
    .table { overflow: auto; }
    table { width: 100%; border-collapse: collapse; font-size: 14px; }
    th { text-align: left; font-weight: 550; color: var(--soft); font-size: 12px; white-space: nowrap; padding: 9px 14px; border-bottom: 1px solid var(--line); }
    td { padding: 9px 14px; border-bottom: 1px solid var(--line); vertical-align: top; overflow-wrap: break-word; }
    tr:last-child > td { border-bottom: 0; }
    tr.faint td, .vrow.faint { color: var(--soft); }
    tr.faint td a { color: inherit; }
    td .small { display: block; color: var(--soft); overflow-wrap: anywhere; }
    .vhead, .vrow { display: grid; gap: 0 14px; align-items: center; padding: 0 14px; font-size: 14px; min-width: 720px; }
    .vhead { position: sticky; top: 0; background: var(--card); border-bottom: 1px solid var(--line); height: 34px; color: var(--soft); font-size: 12px; font-weight: 550; z-index: 1; }
    .vrow { border-bottom: 1px solid var(--line); }
    .vrow > *, .vhead > * { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
    .vrow.day { background: var(--shade); font-weight: 600; font-size: 13px; }
    .matrix { overflow: auto; max-height: 78vh; }
    .matrix table { width: auto; min-width: 100%; }
    .matrix th { position: sticky; top: 0; background: var(--card); z-index: 2; box-shadow: inset 0 -1px var(--line); }
    .matrix th[scope=col] + th[scope=col] { text-align: center; }
    .matrix th[scope=row] { left: 0; z-index: 1; box-shadow: inset -1px 0 var(--line); font-size: 14px; color: var(--ink); font-weight: 500; }
    .matrix thead th:first-child { left: 0; z-index: 3; }
    .matrix td { vertical-align: middle; text-align: center; white-space: nowrap; padding: 5px 14px; }
    .matrix tr.kind th { color: var(--soft); font-size: 12px; padding-top: 16px; background: var(--card); }
    .matrix .part { font-size: 12px; color: var(--warn); white-space: normal; display: block; max-width: 190px; margin: 0 auto; }
    .yes { color: var(--good); font-weight: 700; }
    .no { color: var(--line); }
    .back { display: none; }
    ul.plain { margin: 0; padding: 0; list-style: none; }
    footer { border-top: 1px solid var(--line); color: var(--soft); font-size: 13px; padding: 16px 0 32px; }
    @media (max-width: 800px) {
      .band { padding: 0 16px; }
      nav ul { flex-wrap: wrap; }
      nav a { padding: 4px 12px 6px; }
      .tiles { grid-template-columns: repeat(auto-fill, minmax(140px, 1fr)); }
      .split { grid-template-columns: minmax(0, 1fr); gap: 16px; }
      .split.open .side { display: none; }
      .split:not(.open) .detail { display: none; }
      .split.open .back { display: inline-block; margin-bottom: 12px; }
      .cards { position: relative; }
      .cards thead { display: block; position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; }
      .cards table, .cards tbody, .cards tr, .cards td { display: block; }
      .cards tr { border-bottom: 1px solid var(--line); padding: 10px 0; }
      .cards tr:last-child { border-bottom: 0; }
      .cards td { border: 0; padding: 2px 14px; display: grid; grid-template-columns: 92px minmax(0, 1fr); text-align: left; }
      .cards td::before { content: attr(data-label); color: var(--soft); font-size: 12px; }
      .cards td.none { display: none; }
      .cards td > * { grid-column: 2; }
    }
    @media print {
      nav, .tools, .side, .skip, footer .screen { display: none !important; }
      .split { display: block; }
      .list, .table, .matrix { height: auto !important; max-height: none !important; overflow: visible !important; }
      .card { border-color: #bbb; break-inside: auto; }
      tr, .vrow { break-inside: avoid; }
      html { background: #fff; color: #000; font-size: 11pt; }
      .vrow { position: static !important; transform: none !important; height: auto; min-height: 0; padding: 3px 8px; min-width: 0; }
      .spacer { height: auto !important; }
    }
    @media (prefers-reduced-motion: no-preference) { .option, .tile { transition: background 0.1s, border-color 0.1s; } }
    """#
