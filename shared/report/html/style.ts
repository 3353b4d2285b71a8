import { createHash } from 'node:crypto';
import { pathStyle } from './path/style.ts';

/** The page's own style: system fonts, both colour schemes at AA contrast, from 320 px to paper. Colours first, then parts in the order of the page. */
export const style = `
:root{color-scheme:light dark;
--ground:#fbfaf7;--surface:#fff;--soft:#f4f2ec;--line:#e3dfd6;--ink:#1b1e23;--muted:#595f69;--link:#1b4f91;
--critical:#a01038;--high:#a03f00;--medium:#775200;--low:#2a5888;--unknown:#59488f;--pass:#1d6742;
--fill-critical:#b0173f;--fill-high:#d9622b;--fill-medium:#e0a73a;--fill-low:#86abd0;--fill-pass:#5aa47e;--fill-none:#cdc8bc;--hatch:#8f80c4;--hatch-ground:#ded8f2}
@media screen and (prefers-color-scheme:dark){:root{
--ground:#14161a;--surface:#1b1e23;--soft:#22262c;--line:#32373f;--ink:#e9e7e2;--muted:#a5abb5;--link:#9cc3f5;
--critical:#ff93a9;--high:#ffab7c;--medium:#f0c770;--low:#a3c9f0;--unknown:#c6b9f5;--pass:#8fd3ae;
--fill-critical:#d8405f;--fill-high:#d97a45;--fill-medium:#c9993c;--fill-low:#5d86b0;--fill-pass:#4a8f6b;--fill-none:#4a505a;--hatch:#9686d0;--hatch-ground:#3a3357}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;scroll-padding-top:1rem}
body{margin:0 auto;max-width:70rem;padding:0 clamp(.875rem,4vw,3rem) 4rem;background:var(--ground);color:var(--ink);
font:1rem/1.55 ui-sans-serif,system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
h1,h2,h3,h4,h5,p,ul,dl,dd,pre{margin:0}
ul{padding:0;list-style:none}
h1,h2,.big{font-family:ui-serif,"Iowan Old Style",Charter,"Bitstream Charter",Cambria,Georgia,serif;font-weight:600;letter-spacing:-.012em;text-wrap:balance}
code,pre{font-family:ui-monospace,"SF Mono",SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:.86em}
code,bdi{unicode-bidi:isolate}
a{color:var(--link);text-underline-offset:.15em;text-decoration-thickness:.06em}
:focus-visible{outline:2px solid var(--link);outline-offset:2px;border-radius:3px}
.skip{position:absolute;left:-200vw}.skip:focus{left:1rem;top:1rem;padding:.5rem 1rem;background:var(--surface)}
.defs{position:absolute}
.note,.within,.hides,.amount,.elsewhere,.owner,.kind{color:var(--muted)}
.note,.hides,.elsewhere,.kind{font-size:.875rem}
.label{font-size:.75rem;font-weight:600;letter-spacing:.04em;text-transform:uppercase;color:var(--muted)}
.name{font-weight:600}
.top{display:flex;flex-wrap:wrap;gap:.25rem 2rem;align-items:center;justify-content:space-between;padding:1.1rem 0;border-bottom:1px solid var(--line)}
.brand{display:flex;align-items:center;gap:.5rem;font-weight:650;letter-spacing:.01em}
.mark .wall{fill:var(--ink)}.mark .door{fill:var(--fill-medium)}
nav ul{display:flex;flex-wrap:wrap;gap:.1rem 1.25rem}
nav a{display:inline-block;padding:.25rem 0;color:var(--muted);text-decoration:none}nav a:hover{color:var(--ink);text-decoration:underline}
.hero{padding:clamp(2rem,5vw,3.5rem) 0 clamp(.25rem,1vw,.75rem)}
h1{font-size:clamp(1.9rem,1.2rem + 3vw,3.1rem);line-height:1.12}
.lead{margin-top:.85rem;font-size:1.175rem;color:var(--muted);max-width:48rem;text-wrap:pretty}
.worst{margin-top:1.25rem}.worst>li{padding:.15rem 0}
.run{display:flex;flex-wrap:wrap;gap:.75rem 2.5rem;margin-top:1.75rem;font-size:.9rem}
.run dt{color:var(--muted);font-size:.8rem}
section{padding-top:clamp(2rem,5vw,3.25rem)}
h2{font-size:1.75rem;line-height:1.2;padding-bottom:1.1rem}
h3{font-size:1.0625rem;line-height:1.3;margin:2.25rem 0 .75rem}
h4{font-size:1.1875rem;line-height:1.35;text-wrap:balance}
h5{font-size:.75rem;letter-spacing:.04em;text-transform:uppercase;color:var(--muted);margin:1.1rem 0 .3rem}
h5:first-child{margin-top:0}
.figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,20rem),1fr));gap:1rem}
.figure{padding:1.25rem 1.4rem 1.3rem;background:var(--surface);border:1px solid var(--line);border-radius:10px}
.figure h3{margin:0;font-size:.9rem;color:var(--muted);font-weight:500}
.figure .note{margin-top:.8rem}
.big{font-size:2.6rem;line-height:1.15;margin:.1rem 0 .8rem}
.bar{display:block;border-radius:3px;overflow:hidden}
.bar rect{stroke:var(--surface);stroke-width:2px;paint-order:stroke}
.legend{display:flex;flex-wrap:wrap;gap:.2rem 1.15rem;margin-top:.65rem;font-size:.9rem}
.legend li{display:flex;align-items:center;gap:.4rem}
rect.critical,rect.fail,rect.failed{fill:var(--fill-critical)}rect.high{fill:var(--fill-high)}rect.medium,rect.partial{fill:var(--fill-medium)}
rect.low,rect.manual{fill:var(--fill-low)}rect.pass,rect.complete{fill:var(--fill-pass)}rect.unknown{fill:url(#hatch)}
rect.skipped,rect.gone,rect.not-applicable,rect.planned,rect.track{fill:var(--fill-none)}rect.gone,rect.planned{opacity:.6}
.hatch-ground{fill:var(--hatch-ground)}.hatch-line{fill:var(--hatch)}
.alert,.notice{padding:1rem 1.25rem;border-radius:8px;background:var(--soft);border-left:4px solid var(--fill-critical);margin-top:1.5rem}
.notice{border-left-color:var(--fill-medium)}.alert h3{margin-top:0}
.calm{padding:1rem 1.25rem;margin-top:1.5rem;border-radius:8px;background:var(--soft);border-left:4px solid var(--fill-pass)}
.severity,.status{display:inline-block;padding:.06rem .5rem;border:1px solid currentColor;border-radius:99px;font-size:.78rem;font-weight:600;line-height:1.45;white-space:nowrap}
.severity.critical,.status.fail,.status.failed{color:var(--critical)}.severity.high{color:var(--high)}.severity.medium,.status.partial{color:var(--medium)}
.severity.low,.status.manual{color:var(--low)}.status.unknown{color:var(--unknown);border-style:dashed}.status.complete,.status.pass{color:var(--pass)}
.status.skipped,.status.gone,.status.not-applicable,.status.planned{color:var(--muted)}
.severity.critical{background:var(--critical);border-color:var(--critical);color:var(--surface)}
.gaps>li,.undecided>li{padding:1rem 0;border-top:1px solid var(--line)}
.undecided>li{padding:.6rem 0}
.gaps .reason{font-weight:600}.gaps .action{margin-top:.2rem}.gaps .hides{margin-bottom:.5rem}
.alike{font-weight:600}.alike~.places{margin-top:.35rem}
.places>li{padding:.18rem 0}.places details{font-size:.9rem}.places .because{display:block}
details>summary{cursor:pointer;padding:.2rem 0;color:var(--link);width:fit-content;max-width:100%}
.undecided details>summary{color:inherit}
summary::marker{color:var(--muted)}
.level{display:flex;align-items:baseline;gap:.6rem;font-size:1.25rem;margin-top:2.75rem;padding-bottom:.5rem;border-bottom:1px solid var(--line)}
.level .amount{font-weight:400}
.finding{background:var(--surface);border:1px solid var(--line);border-left-width:4px;border-radius:8px;padding:1.25rem 1.4rem 1.4rem;margin-top:1rem}
.finding.critical{border-left-color:var(--fill-critical)}.finding.high{border-left-color:var(--fill-high)}.finding.medium{border-left-color:var(--fill-medium)}.finding.low{border-left-color:var(--fill-low)}
.finding:target,tr:target>*{background:var(--soft)}
.eyebrow{display:flex;flex-wrap:wrap;gap:.2rem .7rem;align-items:center;font-size:.85rem;color:var(--muted);margin-bottom:.5rem}
.finding.waived .seen{margin-top:.8rem}
.finding>header .amount{margin-top:.1rem;font-size:.9rem}
.columns{display:grid;grid-template-columns:minmax(0,1fr);gap:1.5rem 2.5rem;margin-top:1rem}
@media (min-width:56rem){.columns{grid-template-columns:minmax(0,1.55fr) minmax(0,1fr)}.help{border-left:1px solid var(--line);padding-left:2rem}}
.entries>li{padding:.85rem 0;border-top:1px solid var(--line)}
.seen>.entries:first-child>li:first-child{border-top:0;padding-top:0}
.where{margin-bottom:.15rem}.where .within{font-size:.9rem}
.resource{color:var(--muted);display:block;font-size:.9rem}
.evidence{margin-top:.4rem;font-size:.9rem}
.evidence>li{padding:.12rem 0 .12rem .8rem;border-left:2px solid var(--line)}
${pathStyle.trim()}
.waiver{font-size:.9rem;margin-top:.3rem}
.help{font-size:.95rem}
pre{padding:.8rem 1rem;background:var(--soft);border-radius:6px;overflow-x:auto;white-space:pre;overflow-wrap:normal;line-height:1.5}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%}
th,td{padding:.5rem .6rem;text-align:left;vertical-align:baseline;border-top:1px solid var(--line)}
thead th{font-size:.8rem;font-weight:500;color:var(--muted);border-top:0;vertical-align:bottom}
tbody th{font-weight:400}
.overview th:first-child,.overview td:first-child,.controls th:first-child{padding-left:0}
.count{text-align:right;white-space:nowrap;width:5.25rem}
td.none{color:var(--muted)}
td.critical,td.high,td.medium,td.low,td.unknown{font-weight:650}
td.critical{color:var(--critical)}td.high{color:var(--high)}td.medium{color:var(--medium)}td.low{color:var(--low)}td.unknown{color:var(--unknown)}
.account th{padding-top:1.75rem;font-size:1.0625rem;border-top:0}
.checks td{border-top:0;padding-top:0;font-size:.9rem}
.overview .checks li{padding:.15rem 0}
.short{display:none}
.controls th{white-space:nowrap}.controls .checks{font-size:.9rem}
.framework h3{margin-top:0;font-size:1.1875rem}.framework+.framework{margin-top:2.5rem}.framework>details{margin-top:.8rem}
footer{margin-top:4rem;padding-top:1.25rem;border-top:1px solid var(--line);font-size:.9rem;color:var(--muted)}
footer p+p{margin-top:.4rem}
@media (max-width:40rem){.finding,.figure{padding:1rem}
th,td{padding:.45rem .3rem}.count{width:auto}.controls th{white-space:normal}
.long{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}.short{display:inline}
.overview .within{display:block;font-size:.85rem}
.overview .status.complete{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}.overview .status{padding:0 .35rem;font-size:.72rem}}
@page{margin:15mm 14mm;@bottom-right{content:counter(page);font:8pt sans-serif;color:#595f69}}
@media print{:root{color-scheme:light;--ground:#fff;--surface:#fff;--soft:#f6f6f4}
html{font-size:9.5pt}body{max-width:none;padding:0}
nav,.skip{display:none}
details::details-content{content-visibility:visible;display:block;height:auto}
summary{color:inherit}
pre{white-space:pre-wrap;overflow-wrap:anywhere;padding:.5rem .7rem}
.columns{display:block}.help{margin-top:1rem}
.scroll{overflow:visible}
thead{display:table-header-group}
tr,li,h2,h3,h4,h5,.figure,.eyebrow,.finding>header{break-inside:avoid}
h2,h3,h4,h5,.level,.level+.note,.finding>header,.account{break-after:avoid}
.severity,.status,.bar,.key,.finding{print-color-adjust:exact;-webkit-print-color-adjust:exact}
a{color:inherit;text-decoration:none}}
`;

/** What the page's policy allows as style: this text and no other. */
export const styleHash = `sha256-${createHash('sha256').update(style).digest('base64')}`;
