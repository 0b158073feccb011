// The service worker keeps one page: the one that says there is no connection. Private pages are never stored.
const CACHE = "offline-1";
const OFFLINE = "/offline/";

self.addEventListener("install", (event) => {
  // What a page posts while it is left, such as a draft, would be lost on the way through here.
  event.addRoutes?.({ condition: { requestMethod: "POST" }, source: "network" });
  event.waitUntil(keepOfflinePage().then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(dropOtherCaches().then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  if (event.request.mode === "navigate") {
    event.respondWith(fetch(event.request).catch(() => caches.match(OFFLINE)));
  } else if (new URL(event.request.url).pathname.startsWith("/static/")) {
    event.respondWith(fetch(event.request).catch(async () => (await caches.match(event.request)) ?? Response.error()));
  }
});

// The page is kept with the sheets and the font it names, so that it looks like the others.
async function keepOfflinePage() {
  const cache = await caches.open(CACHE);
  const response = await fetch(OFFLINE, { cache: "no-store" });
  const page = await response.clone().text();
  await cache.put(OFFLINE, response);
  const needed = new Set(page.match(/\/static\/[^"]+\.(?:css|woff2|js)/g) ?? []);
  await cache.addAll([...needed]);
}

async function dropOtherCaches() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name)));
}
