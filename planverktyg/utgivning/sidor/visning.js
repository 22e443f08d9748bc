// Frågar servern om något är sparat, och läser då om ramen på samma ställe. Utan programmet läser man om sidan själv.
"use strict";

const läget = document.getElementById("läget");
const ram = document.querySelector("iframe");
let version = läget.dataset.version;
let visad = version.split("-")[1];

function läsOmRamen() {
  const fönster = ram.contentWindow;
  const vid = fönster.scrollY;
  ram.addEventListener("load", () => ram.contentWindow.scrollTo({ top: vid, behavior: "instant" }), { once: true });
  fönster.location.reload();
}

async function fråga() {
  const svar = await fetch(`${läget.dataset.adress}?version=${version}`);
  if (svar.status === 204) return;
  if (!svar.ok) throw new Error(String(svar.status));
  const nytt = await svar.json();
  const öppen = läget.querySelector("details")?.open;
  läget.innerHTML = nytt.läget;
  const ruta = läget.querySelector("details");
  if (ruta && öppen) ruta.open = true;
  if (nytt.version.split("-")[1] !== visad) läsOmRamen();
  version = nytt.version;
  visad = version.split("-")[1];
}

async function bevaka() {
  try {
    if (!document.hidden) await fråga();
  } catch {
    läget.querySelector(".status").textContent = "Ingen kontakt med programmet. Är det stoppat, starta plan visa igen.";
  }
  setTimeout(bevaka, 250);
}

bevaka();
