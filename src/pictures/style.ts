/** How pictures look, in the light and in the dark. What is wrong is told by outlines and signs, too, not by colour alone. */
export const pictureStyle = `.picture{--ink:#1a1a1a;--dim:#595959;--face:#fff;--line:#8a8a8a;--bad:#b3121d;--plus:#2166ac;--minus:#c2570c;font:12px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace}
@media (prefers-color-scheme:dark){.picture{--ink:#e6e6e6;--dim:#b0b0b0;--face:#161616;--line:#8a8a8a;--bad:#ff8f8f;--plus:#5aa2e6;--minus:#e08a45}}
.picture text{fill:var(--ink)}.picture .dim{fill:var(--dim)}.picture .bold{font-weight:700}.picture .bad{fill:var(--bad);font-weight:700}
.picture .box{fill:var(--face);stroke:var(--line);stroke-width:1.5}.picture .wrong-box{stroke:var(--bad);stroke-width:3;stroke-dasharray:7 3}
.picture .arrow{fill:none;stroke:var(--line);stroke-width:1.5}.picture .head{fill:var(--line)}.picture .paper{fill:var(--face)}
.picture .plus{fill:var(--plus)}.picture .minus{fill:var(--minus)}.picture .cell{fill:none;stroke:var(--line);stroke-width:.5}
.picture .wrong-cell{fill:none;stroke:var(--bad);stroke-width:2.5}.picture .bar{fill:var(--plus)}.picture .curve{fill:none;stroke:var(--plus);stroke-width:2}`;
