/**
 * Known ways for code in a browser to reach a server. Each is a function that
 * is run where the attacker is, with an address to reach; none waits for an answer.
 *
 * @typedef {Record<string, (url: string) => void>} Attempts
 */

/** From a document: none of these ends it. @type {Attempts} */
export const FROM_DOCUMENT = {
  // --- requests by script
  fetch: (url) => {
    void fetch(url);
  },
  'fetch-post': (url) => {
    void fetch(url, { method: 'POST', mode: 'no-cors', body: 'd' });
  },
  'fetch-keepalive': (url) => {
    void fetch(url, { method: 'POST', mode: 'no-cors', keepalive: true, body: 'd' });
  },
  'fetch-later': (url) => {
    void (/** @type {any} */ (window).fetchLater(url, { activateAfter: 0 }));
  },
  xhr: (url) => {
    const xhr = new XMLHttpRequest();
    xhr.open('POST', url);
    xhr.send('d');
  },
  'xhr-sync': (url) => {
    const xhr = new XMLHttpRequest();
    xhr.open('GET', url, false);
    xhr.send();
  },
  beacon: (url) => {
    navigator.sendBeacon(url, 'd');
  },
  websocket: (url) => {
    new WebSocket(url.replace(/^http/, 'ws'));
  },
  'websocket-stream': (url) => {
    new /** @type {any} */ (window).WebSocketStream(url.replace(/^http/, 'ws'));
  },
  'event-source': (url) => {
    new EventSource(url);
  },
  'web-transport': (url) => {
    new /** @type {any} */ (window).WebTransport(url.replace(/^http:/, 'https:'));
  },
  'payment-request': (url) => {
    void new PaymentRequest([{ supportedMethods: url }], {
      total: { label: 'd', amount: { currency: 'NOK', value: '1' } },
    }).canMakePayment();
  },
  'federated-login': (url) => {
    void navigator.credentials.get(
      /** @type {any} */ ({ identity: { providers: [{ configURL: url, clientId: 'd' }] } }),
    );
  },
  'ad-interest-group': (url) => {
    void (
      /** @type {any} */ (navigator).joinAdInterestGroup({ owner: new URL(url).origin, name: 'd', updateURL: url }, 100)
    );
  },
  'shared-storage-worklet': (url) => {
    void (/** @type {any} */ (window).sharedStorage.worklet.addModule(url));
  },
  'protocol-handler': (url) => {
    navigator.registerProtocolHandler('web+d', `${url}?%s`);
  },
  'notification-icon': (url) => {
    new Notification('d', { icon: url, body: url });
  },
  'csp-report': (url) => {
    const meta = document.createElement('meta');
    meta.httpEquiv = 'Content-Security-Policy';
    meta.content = `media-src 'none'; report-uri ${url}`;
    document.head.append(meta);
    new Audio('data:audio/wav;base64,AA==').load();
  },

  // --- scripts and workers
  script: (url) => {
    const e = document.createElement('script');
    e.src = url;
    document.body.append(e);
  },
  'script-module': (url) => {
    const e = document.createElement('script');
    e.type = 'module';
    e.src = url;
    document.body.append(e);
  },
  'script-inline': (url) => {
    const e = document.createElement('script');
    e.textContent = `new Image().src = ${JSON.stringify(url)}`;
    document.body.append(e);
  },
  'event-handler': (url) => {
    const e = document.createElement('b');
    e.setAttribute('onclick', `new Image().src = ${JSON.stringify(url)}`);
    document.body.append(e);
    e.click();
  },
  import: (url) => {
    void import(url);
  },
  worker: (url) => {
    new Worker(url);
  },
  'worker-module': (url) => {
    new Worker(url, { type: 'module' });
  },
  'worker-blob-fetch': (url) => {
    new Worker(URL.createObjectURL(new Blob([`fetch(${JSON.stringify(url)})`], { type: 'text/javascript' })));
  },
  'worker-blob-import': (url) => {
    new Worker(URL.createObjectURL(new Blob([`importScripts(${JSON.stringify(url)})`], { type: 'text/javascript' })));
  },
  'worker-blob-websocket': (url) => {
    new Worker(
      URL.createObjectURL(
        new Blob([`new WebSocket(${JSON.stringify(url.replace(/^http/, 'ws'))})`], { type: 'text/javascript' }),
      ),
    );
  },
  'worker-data-fetch': (url) => {
    new Worker(`data:text/javascript,fetch(${encodeURIComponent(JSON.stringify(url))})`);
  },
  'shared-worker': (url) => {
    new SharedWorker(url);
  },
  'shared-worker-blob-fetch': (url) => {
    new SharedWorker(URL.createObjectURL(new Blob([`fetch(${JSON.stringify(url)})`], { type: 'text/javascript' })));
  },
  'service-worker': (url) => {
    void navigator.serviceWorker.register(url);
  },
  'audio-worklet': (url) => {
    void new AudioContext().audioWorklet.addModule(url);
  },
  'paint-worklet': (url) => {
    void (/** @type {any} */ (CSS).paintWorklet.addModule(url));
  },

  // --- images and media
  image: (url) => {
    new Image().src = url;
  },
  'image-srcset': (url) => {
    new Image().srcset = `${url} 1x`;
  },
  'image-attribution': (url) => {
    const e = new Image();
    e.setAttribute('attributionsrc', url);
    document.body.append(e);
  },
  'input-image': (url) => {
    const e = document.createElement('input');
    e.type = 'image';
    e.src = url;
    document.body.append(e);
  },
  'body-background': (url) => {
    document.body.setAttribute('background', url);
  },
  video: (url) => {
    const e = document.createElement('video');
    e.src = url;
    e.preload = 'auto';
    document.body.append(e);
    e.load();
  },
  'video-poster': (url) => {
    const e = document.createElement('video');
    e.poster = url;
    document.body.append(e);
  },
  audio: (url) => {
    const e = new Audio(url);
    e.preload = 'auto';
    e.load();
  },
  track: (url) => {
    const v = document.createElement('video');
    const e = document.createElement('track');
    e.src = url;
    e.default = true;
    v.append(e);
    document.body.append(v);
    e.track.mode = 'showing';
  },
  'svg-image': (url) => {
    const ns = 'http://www.w3.org/2000/svg';
    const s = document.createElementNS(ns, 'svg');
    const e = document.createElementNS(ns, 'image');
    e.setAttribute('href', url);
    s.append(e);
    document.body.append(s);
  },
  'svg-use': (url) => {
    const ns = 'http://www.w3.org/2000/svg';
    const s = document.createElementNS(ns, 'svg');
    const e = document.createElementNS(ns, 'use');
    e.setAttribute('href', `${url}#a`);
    s.append(e);
    document.body.append(s);
  },
  'svg-filter-image': (url) => {
    const ns = 'http://www.w3.org/2000/svg';
    const s = document.createElementNS(ns, 'svg');
    const f = document.createElementNS(ns, 'filter');
    const e = document.createElementNS(ns, 'feImage');
    f.id = 'f';
    e.setAttribute('href', url);
    f.append(e);
    const r = document.createElementNS(ns, 'rect');
    r.setAttribute('width', '9');
    r.setAttribute('height', '9');
    r.setAttribute('filter', 'url(#f)');
    s.append(f, r);
    document.body.append(s);
  },
  'svg-script': (url) => {
    const ns = 'http://www.w3.org/2000/svg';
    const s = document.createElementNS(ns, 'svg');
    const e = document.createElementNS(ns, 'script');
    e.setAttribute('href', url);
    s.append(e);
    document.body.append(s);
  },

  // --- style
  'css-background': (url) => {
    document.body.style.backgroundImage = `url(${url})`;
  },
  'css-cursor-list': (url) => {
    const e = document.createElement('li');
    e.style.listStyleImage = `url(${url})`;
    document.body.append(e);
  },
  'css-style-element': (url) => {
    const e = document.createElement('style');
    e.textContent = `body { border-image-source: url(${url}) }`;
    document.head.append(e);
  },
  'css-import': (url) => {
    const e = document.createElement('style');
    e.textContent = `@import url(${url});`;
    document.head.append(e);
  },
  'css-adopted': (url) => {
    const s = new CSSStyleSheet();
    s.replaceSync(`html { background-image: url(${url}) }`);
    document.adoptedStyleSheets.push(s);
  },
  'css-adopted-font': (url) => {
    const s = new CSSStyleSheet();
    s.replaceSync(`@font-face { font-family: way-out; src: url(${url}) } html { font-family: way-out }`);
    document.adoptedStyleSheets.push(s);
    document.body.append('font');
  },
  'font-face': (url) => {
    void new FontFace('f', `url(${url})`).load();
  },

  // --- links and hints
  ...Object.fromEntries(
    [
      ['stylesheet', ''],
      ['prefetch', ''],
      ['prerender', ''],
      ['preload', 'fetch'],
      ['preload', 'image'],
      ['preload', 'script'],
      ['preload', 'font'],
      ['preload', 'style'],
      ['modulepreload', ''],
      ['icon', ''],
      ['manifest', ''],
      ['preconnect', ''],
      ['dns-prefetch', ''],
      ['compression-dictionary', ''],
      ['apple-touch-icon', ''],
      ['import', ''],
      ['search', ''],
    ].map(([rel, as]) => [`link-${rel}${as && `-${as}`}`, link(rel, as)]),
  ),
  'speculation-rules': (url) => {
    const e = document.createElement('script');
    e.type = 'speculationrules';
    e.textContent = JSON.stringify({ prefetch: [{ urls: [url], eagerness: 'immediate' }] });
    document.head.append(e);
  },

  // --- other documents
  iframe: (url) => {
    const e = document.createElement('iframe');
    e.src = url;
    document.body.append(e);
  },
  'iframe-navigated': (url) => {
    const e = document.createElement('iframe');
    e.name = 'way-out';
    document.body.append(e);
    const a = document.createElement('a');
    a.target = 'way-out';
    a.href = url;
    document.body.append(a);
    a.click();
  },
  'iframe-srcdoc-image': (url) => {
    const e = document.createElement('iframe');
    e.srcdoc = `<img src="${url}">`;
    document.body.append(e);
  },
  'iframe-srcdoc-refresh': (url) => {
    const e = document.createElement('iframe');
    e.srcdoc = `<meta http-equiv="refresh" content="0;url=${url}">`;
    document.body.append(e);
  },
  'iframe-data': (url) => {
    const e = document.createElement('iframe');
    e.src = `data:text/html,<img src="${url}">`;
    document.body.append(e);
  },
  'iframe-blob': (url) => {
    const e = document.createElement('iframe');
    e.src = URL.createObjectURL(new Blob([`<img src="${url}">`], { type: 'text/html' }));
    document.body.append(e);
  },
  'iframe-realm-fetch': (url) => {
    const e = document.createElement('iframe');
    document.body.append(e);
    void (/** @type {any} */ (e.contentWindow).fetch(url));
  },
  'iframe-realm-image': (url) => {
    const e = document.createElement('iframe');
    document.body.append(e);
    new /** @type {any} */ (e.contentWindow).Image().src = url;
  },
  object: (url) => {
    const e = document.createElement('object');
    e.data = url;
    document.body.append(e);
  },
  embed: (url) => {
    const e = document.createElement('embed');
    e.src = url;
    document.body.append(e);
  },
  frameset: (url) => {
    const s = document.createElement('frameset');
    const e = document.createElement('frame');
    e.src = url;
    s.append(e);
    document.documentElement.append(s);
  },
  fencedframe: (url) => {
    const e = /** @type {any} */ (document.createElement('fencedframe'));
    e.config = new /** @type {any} */ (window).FencedFrameConfig(url);
    document.body.append(e);
  },
  'window-open': (url) => {
    window.open(url);
  },
  'window-open-noopener': (url) => {
    window.open(url, '_blank', 'noopener');
  },
  'anchor-blank': (url) => {
    const e = document.createElement('a');
    e.href = url;
    e.target = '_blank';
    document.body.append(e);
    e.click();
  },
  'form-blank': (url) => {
    const e = document.createElement('form');
    e.action = url;
    e.method = 'post';
    e.target = '_blank';
    document.body.append(e);
    e.submit();
  },
  'form-iframe': (url) => {
    const i = document.createElement('iframe');
    i.name = 'form-way-out';
    const e = document.createElement('form');
    e.action = url;
    e.target = 'form-way-out';
    document.body.append(i, e);
    e.submit();
  },
  'form-formaction': (url) => {
    const e = document.createElement('form');
    e.target = '_blank';
    const b = document.createElement('button');
    b.formAction = url;
    e.append(b);
    document.body.append(e);
    b.click();
  },
};

/** From a document, which is gone when they succeed: each needs one of its own. @type {Attempts} */
export const BY_LEAVING = {
  'location-href': (url) => {
    location.href = url;
  },
  'location-replace': (url) => {
    location.replace(url);
  },
  'navigation-api': (url) => {
    /** @type {any} */ (window).navigation.navigate(url);
  },
  'meta-refresh': (url) => {
    const e = document.createElement('meta');
    e.httpEquiv = 'refresh';
    e.content = `0;url=${url}`;
    document.head.append(e);
  },
  'anchor-self': (url) => {
    const e = document.createElement('a');
    e.href = url;
    document.body.append(e);
    e.click();
  },
  'anchor-download': (url) => {
    const e = document.createElement('a');
    e.href = url;
    e.download = 'd';
    document.body.append(e);
    e.click();
  },
  'anchor-ping': (url) => {
    const e = document.createElement('a');
    e.href = '#ping';
    e.ping = url;
    document.body.append(e);
    e.click();
  },
  'form-self': (url) => {
    const e = document.createElement('form');
    e.action = url;
    document.body.append(e);
    e.submit();
  },
  'open-self': (url) => {
    window.open(url, '_self');
  },
  'top-location': (url) => {
    /** @type {Window} */ (window.top).location.href = url;
  },
  'parent-location': (url) => {
    window.parent.location.replace(url);
  },
  'anchor-top': (url) => {
    const e = document.createElement('a');
    e.href = url;
    e.target = '_top';
    document.body.append(e);
    e.click();
  },
  'form-top': (url) => {
    const e = document.createElement('form');
    e.action = url;
    e.target = '_top';
    document.body.append(e);
    e.submit();
  },
  'open-top': (url) => {
    window.open(url, '_top');
  },
  'refresh-by-blob': (url) => {
    location.href = URL.createObjectURL(new Blob([`<img src="${url}">`], { type: 'text/html' }));
  },
  'refresh-by-data': (url) => {
    location.href = `data:text/html,<img src="${url}">`;
  },
};

/** From a worker. @type {Attempts} */
export const FROM_WORKER = {
  'fetch': FROM_DOCUMENT.fetch,
  'fetch-post': FROM_DOCUMENT['fetch-post'],
  'fetch-keepalive': FROM_DOCUMENT['fetch-keepalive'],
  'xhr': FROM_DOCUMENT.xhr,
  'xhr-sync': FROM_DOCUMENT['xhr-sync'],
  'websocket': FROM_DOCUMENT.websocket,
  'websocket-stream': (url) => { new /** @type {any} */ (self).WebSocketStream(url.replace(/^http/, 'ws')); },
  'event-source': FROM_DOCUMENT['event-source'],
  'web-transport': (url) => { new /** @type {any} */ (self).WebTransport(url.replace(/^http:/, 'https:')); },
  'import-scripts': (url) => { /** @type {any} */ (self).importScripts(url); },
  'import': FROM_DOCUMENT.import,
  'worker': FROM_DOCUMENT.worker,
  'worker-blob-fetch': FROM_DOCUMENT['worker-blob-fetch'],
  'worker-blob-import': FROM_DOCUMENT['worker-blob-import'],
  'worker-data-fetch': FROM_DOCUMENT['worker-data-fetch'],
  'font-face': FROM_DOCUMENT['font-face'],
  'notification-icon': FROM_DOCUMENT['notification-icon'],
};

/**
 * Questions about what else is in reach: each answers `open`, or why not. What is
 * run in the page's own room must answer with anything but `open`.
 *
 * @type {Record<string, () => unknown>}
 */
export const IN_REACH = {
  localStorage: () => {
    localStorage.setItem('d', 'd');
    return 'open';
  },
  sessionStorage: () => {
    sessionStorage.setItem('d', 'd');
    return 'open';
  },
  indexedDB: () =>
    new Promise((resolve, reject) => {
      const r = indexedDB.open('d');
      r.onsuccess = () => resolve('open');
      r.onerror = () => reject(r.error);
    }),
  caches: () => caches.open('d').then(() => 'open'),
  'file-system': () => navigator.storage.getDirectory().then(() => 'open'),
  'locks': () => navigator.locks.request('d', () => 'open'),
  'cookie': () => { document.cookie = 'd=d'; return document.cookie ? 'open' : 'nothing kept'; },
  'cookie-store': () => /** @type {any} */ (window).cookieStore.set('d', 'd').then(() => 'open'),
  'storage-access': () =>
    document.requestStorageAccess().then(() => {
      localStorage.setItem('d', 'd');
      return 'open';
    }),
  'parent-document': () => {
    void window.parent.document.body;
    return 'open';
  },
  'parent-storage': () => {
    void window.parent.localStorage;
    return 'open';
  },
  'parent-function': () => {
    void (/** @type {any} */ (window.parent).fetch);
    return 'open';
  },
  'parent-address': () => {
    void window.parent.location.href;
    return 'open';
  },
  'parent-history': () => {
    window.parent.history.pushState('d', '', '#d');
    return 'open';
  },
  'own-frame': () => (window.frameElement ? 'open' : 'null'),
  'document-domain': () => {
    document.domain = 'localhost';
    return 'open';
  },
  webrtc: () => (typeof RTCPeerConnection === 'undefined' ? 'gone' : 'open'),
  'webrtc-again': () => {
    delete (/** @type {any} */ (window).RTCPeerConnection);
    Object.defineProperty(window, 'RTCPeerConnection', { value: 1 });
    return 'open';
  },
  'webrtc-in-blank-frame': () => {
    const e = document.createElement('iframe');
    document.body.append(e);
    return /** @type {any} */ (e.contentWindow).RTCPeerConnection ? 'open' : 'gone';
  },
  'webrtc-in-own-document': () => {
    const made = document.implementation.createHTMLDocument('');
    return made.defaultView ? 'open' : 'no window';
  },
  popup: () => (window.open('about:blank') ? 'open' : 'null'),
};

/** The same from a worker. @type {Record<string, () => unknown>} */
export const IN_REACH_OF_WORKER = {
  'indexedDB': IN_REACH.indexedDB,
  'caches': IN_REACH.caches,
  'file-system': IN_REACH['file-system'],
  'locks': IN_REACH.locks,
  'webrtc': IN_REACH.webrtc,
};

/** @param {string} rel @param {string} as @returns {(url: string) => void} */
function link(rel, as) {
  // Each attempt is sent as text, so what it needs stands in it.
  return /** @type {any} */ (new Function('url', `
    const e = document.createElement('link');
    e.rel = ${JSON.stringify(rel)};
    ${as ? `e.as = ${JSON.stringify(as)};` : ''}
    ${as === 'font' || as === 'fetch' ? 'e.crossOrigin = "anonymous";' : ''}
    e.href = url;
    document.head.append(e);`));
}
