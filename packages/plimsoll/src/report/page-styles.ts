/** The style sheet of the page, beside the chart styles, whose colour tokens it uses. No fonts, images or scripts. */
export const pageStyles: string = `
:root{color-scheme:light dark;--wash:#f4f6f8;--rule:#d5dbe1;--accent:#b23f08;
--serif:"Iowan Old Style","Palatino Linotype",Palatino,"Book Antiqua",Georgia,"Liberation Serif",serif;
--sans:system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue","Liberation Sans",Arial,sans-serif}
@media (prefers-color-scheme:dark){:root{--wash:#18202a;--rule:#2d3845;--accent:#fd8e16}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%;scroll-behavior:smooth}
@media (prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
body{margin:0;background:var(--plimsoll-paper);color:var(--plimsoll-ink);font:16px/1.6 var(--sans);overflow-wrap:break-word}
a{color:inherit;text-decoration-color:var(--plimsoll-muted);text-underline-offset:.2em}
a:hover{text-decoration-color:var(--accent)}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
.skip{position:absolute;left:-999px}.skip:focus{left:1rem;top:1rem;background:var(--plimsoll-paper);padding:.5rem 1rem;z-index:2}
.frame{max-width:1080px;margin:0 auto;padding:0 16px}
header{padding:3.25rem 0 1.75rem;border-bottom:1px solid var(--rule)}
.brand{display:flex;align-items:center;gap:.6rem;font-size:.8rem;letter-spacing:.14em;text-transform:uppercase;color:var(--plimsoll-muted)}
.brand svg{width:30px;height:30px;color:var(--accent)}
h1,h2{font-family:var(--serif);font-weight:600;line-height:1.15;letter-spacing:-.01em;text-wrap:balance}
h1{font-size:clamp(2rem,5.4vw,3.1rem);margin:1.1rem 0 .5rem}
.subtitle{margin:0;color:var(--plimsoll-muted);max-width:44rem}
.figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(150px,1fr));gap:1px;margin:1.75rem 0 0;padding:0;background:var(--rule);border:1px solid var(--rule);border-radius:8px;overflow:hidden}
.figures div{background:var(--plimsoll-paper);padding:.8rem 1rem .75rem;display:flex;flex-direction:column}
.figures dt{font-size:.78rem;line-height:1.35;color:var(--plimsoll-muted);margin-bottom:.15rem}
.figures dd{margin:0;font-size:1.45rem;line-height:1.25;font-variant-numeric:tabular-nums;font-weight:600}
.figures dd.aside{font-size:.78rem;font-weight:400;line-height:1.35;color:var(--plimsoll-muted);margin-top:.15rem}
.columns{display:block}
nav{margin:1.25rem 0 0}
nav ol{list-style:none;margin:0;padding:0;display:flex;flex-wrap:wrap;gap:.3rem 1.1rem;font-size:.9rem}
nav a{text-decoration:none;color:var(--plimsoll-muted)}
nav a:hover{color:var(--plimsoll-ink);text-decoration:underline}
main{min-width:0}
section{padding:2.6rem 0 .4rem;max-width:760px}
h2{font-size:1.65rem;margin:0 0 .55rem;scroll-margin-top:1rem}
.summary{font-size:1.06rem;margin:0 0 1.3rem}
section p{max-width:66ch}
figure{margin:1.6rem 0 2.1rem}
figure h3,caption{font:600 .98rem/1.4 var(--sans);text-align:left;color:var(--plimsoll-ink);margin:0}
figure h3{margin-bottom:.7rem}
figcaption,.note{font-size:.86rem;line-height:1.5;color:var(--plimsoll-muted);margin:.6rem 0 0}
.note{margin-bottom:2rem}
.narrow{display:none}
.plimsoll-table{overflow-x:auto;margin:1.5rem 0 .5rem;
background:linear-gradient(to right,var(--plimsoll-paper) 30%,transparent) 0 0/32px 100% no-repeat local,
linear-gradient(to left,var(--plimsoll-paper) 30%,transparent) 100% 0/32px 100% no-repeat local,
linear-gradient(to right,var(--rule),transparent) 0 0/12px 100% no-repeat scroll,
linear-gradient(to left,var(--rule),transparent) 100% 0/12px 100% no-repeat scroll}
table{border-collapse:collapse;width:100%;font-size:.89rem;line-height:1.4;font-variant-numeric:tabular-nums}
caption{padding-bottom:.5rem;caption-side:top}
th,td{padding:.42rem .8rem;text-align:left;vertical-align:top;border-bottom:1px solid var(--plimsoll-grid)}
th:first-child,td:first-child{padding-left:0}
th:last-child,td:last-child{padding-right:0}
thead th{font-weight:500;font-size:.8rem;line-height:1.3;color:var(--plimsoll-muted);vertical-align:bottom;border-bottom:1px solid var(--plimsoll-muted)}
tbody th{font-weight:500}
tbody tr:last-child>*{border-bottom:0}
td.number,th.number{text-align:right}
td.number,.date{white-space:nowrap}
caption span{display:block;position:sticky;left:0;max-width:calc(100vw - 32px)}
td.empty{color:var(--plimsoll-muted)}
footer{margin-top:3rem;padding:1.5rem 0 4rem;border-top:1px solid var(--rule);font-size:.86rem;color:var(--plimsoll-muted)}
footer p{margin:.3rem 0;max-width:72ch}
@media (min-width:1040px){
.columns{display:grid;grid-template-columns:200px minmax(0,760px);gap:72px}
nav{position:sticky;top:0;align-self:start;margin:0;padding:3.1rem 0 2rem}
nav ol{flex-direction:column;gap:.55rem;border-left:1px solid var(--rule);padding-left:1rem}}
@media (max-width:800px){
header{padding-top:1.75rem}.wide{display:none}.narrow{display:block}
.figures{grid-template-columns:repeat(2,1fr)}.figures div:last-child:nth-child(odd){grid-column:1/-1}
section{padding-top:2.1rem}h2{font-size:1.45rem}
table{font-size:.85rem}tbody th{position:sticky;left:0;background:var(--plimsoll-paper);max-width:8.5rem;z-index:1}
th,td{padding:.42rem .5rem}}
@media print{nav,.skip{display:none}.columns{display:block}section,figure,tr{break-inside:avoid}header{padding-top:0}}
`;
