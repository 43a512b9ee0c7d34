import { startPortal, launch, open } from './harness.mjs';
import { startCollector } from './ways-out/collector.mjs';
import { FROM_DOCUMENT, BY_LEAVING, FROM_WORKER } from './ways-out/attempts.mjs';
const t0=Date.now(); const lap=(s)=>console.log(Date.now()-t0,s);
const c = await startCollector();
const browser = await launch({args:['--log-net-log=/tmp/walls/net-c.json']});
const context = await browser.newContext({acceptDownloads:true});
async function tryAll(target, attempts, realm, address){ const said={}; for (const [n,f] of Object.entries(attempts)) { said[n]=await Promise.race([target.evaluate(f, address(`${n}.${realm}`)).then(()=>'', e=>String(e.message).split('\n')[0].slice(0,120)), new Promise(r=>setTimeout(()=>r('HANG'),8000))]); } return said; }
const url=c.serve(`<!doctype html><iframe srcdoc="<body>frame</body>"></iframe><script>new Worker(URL.createObjectURL(new Blob(['1'],{type:'text/javascript'})))</script>`);
async function plain(){ const page=await context.newPage(); await page.goto(url); while(!page.workers().length) await new Promise(r=>setTimeout(r,20)); return {page, frame: page.frames()[1], worker: page.workers()[0]}; }
const p=await plain();
const s1=await tryAll(p.frame, FROM_DOCUMENT,'frame',c.address); lap('doc');
const s2=await tryAll(p.worker, FROM_WORKER,'worker',c.address); lap('worker');
let s3={};
await Promise.all(Object.entries(BY_LEAVING).map(async([n,f])=>{ const q=await plain(); Object.assign(s3, await tryAll(q.frame,{[n]:f},'leaving',c.address)); }));
lap('leaving');
const all=[...Object.keys(FROM_DOCUMENT).map(n=>n+'.frame'),...Object.keys(FROM_WORKER).map(n=>n+'.worker'),...Object.keys(BY_LEAVING).map(n=>n+'.leaving')];
const missing=await c.missing(all,6000); lap('waited');
for (const m of missing){ const [n,r]=m.split('.'); console.log('CONTROL-MISSING',m,({frame:s1,worker:s2,leaving:s3})[r][n]); }

await browser.close();
console.log('=== VAULT');
const portal=await startPortal(['--quiet']);
const b2 = await launch({args:['--log-net-log=/tmp/walls/net-v.json']});
const x2 = await b2.newContext({acceptDownloads:true});
async function vault(){ const o=await open(x2, portal.url); return {page:o.page, frame:o.page.frames()[1], worker:o.page.workers()[0], o}; }
c.requests.clear();
const v=await vault(); v.page.on('download',d=>console.log('DOWNLOAD',d.url(), d.suggestedFilename()));
const own=(name)=>`${portal.url}way-out/${name}`;
for (const [label,addr] of [['c',c.address],['o',own]]) {
const r1=await tryAll(v.frame, FROM_DOCUMENT,'frame',addr); lap('doc');
const r2=await tryAll(v.worker, FROM_WORKER,'worker',addr); lap('worker');
if (label==='c') { console.log(r1,r2); }
}
let r3={};
await Promise.all(Object.entries(BY_LEAVING).map(async([n,f])=>{ for (const addr of [c.address,own]) { const q=await vault(); Object.assign(r3, await tryAll(q.frame,{[n]:f},'leaving',addr)); } })); console.log(r3);
await new Promise(r=>setTimeout(r,3000));
console.log('ARRIVED', [...c.requests], c.connections());
console.log('PORTAL', (await portal.log()).entries?.filter(e=>e.path.includes('way-out')) ?? await portal.log());
await b2.close(); await portal.stop(); await c.stop();
import { readFileSync } from 'node:fs';
for (const f of ['net-c','net-v']) { const log=JSON.parse(readFileSync(`/tmp/walls/${f}.json`)); const types=Object.fromEntries(Object.entries(log.constants.logEventTypes).map(([k,v])=>[v,k])); const seen={}; for (const e of log.events){ const m=JSON.stringify(e.params??{}).match(/([a-z0-9-]+\.(frame|worker|leaving))\.localhost/); if(m) (seen[m[1]]??=new Set()).add(types[e.type]); }
 if (f==='net-v') for (const [k,v] of Object.entries(seen)) console.log(k,[...v].join(' ')); else console.log(Object.keys(seen).length, 'dns-prefetch', [...seen['link-dns-prefetch.frame']??[]], 'preconnect', [...seen['link-preconnect.frame']??[]]); }
