/** The style of the drawings: a part of the page's. A drawing of a wide page has 568 units, one of a narrow page 254. */
export const pathStyle = `
.ways{container-type:inline-size;margin-top:.75rem;--opening:var(--unknown)}
.critical .ways{--opening:var(--critical)}.high .ways{--opening:var(--high)}.medium .ways{--opening:var(--medium)}.low .ways{--opening:var(--low)}
.path{height:auto;direction:ltr}
.path.wide{display:none;width:100%;max-width:40rem}.path.narrow{display:block;width:100%;max-width:19rem}
@container (min-width:33.5rem){.path.wide{display:block}.path.narrow{display:none}}
.path text{font-size:11.5px;fill:var(--muted);white-space:pre}
.path .path-label{font-size:12px;font-weight:600;fill:var(--ink)}
.path .path-id{font-family:ui-monospace,"SF Mono",SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:11px;fill:var(--ink)}
.path .box{fill:transparent;stroke:none}
.path .place .box{fill:var(--soft);stroke:var(--line)}
.path .opens .box{fill:var(--opening);opacity:.1}
.path .gate .path-label{font-weight:400}.path .opens .path-label{font-weight:600;fill:var(--opening)}
.path .goal .box{stroke:var(--opening);stroke-width:1.5px}
.path .doubt .box{stroke:var(--hatch);stroke-dasharray:4 3;fill:var(--surface)}
.path .doubt .path-label{fill:var(--unknown)}
.path use{fill:none;stroke:var(--muted);stroke-width:1.4px;stroke-linecap:round;stroke-linejoin:round}
.path .gate use{stroke-width:2.2px}
.path .opens use,.path .goal use{stroke:var(--opening)}
.rail{fill:none;stroke:var(--opening);stroke-width:2px;opacity:.75}.arrow{fill:var(--opening)}
.perhaps .rail{stroke:var(--hatch);stroke-dasharray:5 4}.perhaps .arrow{fill:var(--hatch)}
.perhaps .goal .box{stroke:var(--hatch);stroke-dasharray:4 3}.perhaps .goal use{stroke:var(--unknown)}
.dots{stroke:var(--surface);stroke-width:4px;stroke-dasharray:4 5;fill:none}
`;
