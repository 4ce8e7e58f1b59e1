(() => {
  "use strict";
  const data = JSON.parse(document.getElementById("page-data").textContent);
  const zh = data.lang === "zh";
  const DASH = "—";
  const NARROW = 560;

  // The same formats as listlab.model.quantity and listlab.report.numbers; a browser test holds
  // them together.
  const trimmed = (value, decimals) => {
    const text = value.toLocaleString("en-US", { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
    return text.includes(".") ? text.replace(/0+$/, "").replace(/\.$/, "") : text;
  };
  const grouped = (value) => value.toLocaleString("en-US", { maximumFractionDigits: Number.isInteger(value) ? 0 : 1 });
  const persons = (count) => {
    for (const [unit, name] of zh ? [[1e8, "亿"], [1e4, "万"]] : []) {
      if (count >= unit && (count * 1e4) % unit === 0) return trimmed(count / unit, 4) + name;
    }
    return grouped(count);
  };
  const quantity = (amount) => {
    if (amount === null) return DASH;
    if (amount === 0) return "0";
    const digits = 2 - Math.floor(Math.log10(Math.abs(amount)));
    const rounded = Number(amount.toPrecision(3));
    return Math.abs(rounded) >= 100 ? persons(rounded) : trimmed(rounded, Math.max(digits, 0));
  };
  const share = (value, decimals) => {
    if (Math.min(Math.abs(value), Math.abs(1 - value)) < 1e-9) return value < 0.5 ? "0%" : "100%";
    const text = (100 * value).toFixed(decimals), least = 10 ** -decimals;
    if (Number(text) === 0) return `<${least.toFixed(decimals)}%`;
    return Number(text) === 100 ? `>${(100 - least).toFixed(decimals)}%` : text + "%";
  };
  const decimals = (low, high) => {
    const half = 50 * (high - low);
    return half >= 5 ? 0 : half > 0 && half < 0.05 ? 2 : 1;
  };
  const withBand = (value, low, high) => {
    if (value === null) return DASH;
    const places = decimals(low, high);
    const ends = [low, high].map((end) => (100 * end).toFixed(places) + "%");
    const band = ends.join("–");
    const text = share(value, places);
    if (ends[0] === ends[1]) return text;
    return zh ? `${text}（${band}）` : `${text} (${band})`;
  };

  const draw = async (box, signals) => {
    const spec = data.charts[box.dataset.chart];
    if (box.clientWidth < NARROW) spec.config.legend.columns = 1;
    const result = await window.vegaEmbed(box, spec, {
      mode: "vega-lite", ast: true, actions: false, renderer: "svg", defaultStyle: false,
    });
    box.dataset.drawn = "yes";
    const known = result.view.getState().signals;
    return (name) => {
      if (name in known) result.view.signal(name, signals[name]).runAsync();
    };
  };

  const start = (section) => {
    const grid = data.scenarios[section.dataset.scenario];
    const at = (figure) => section.querySelector(`[data-figure="${figure}"]`);
    const slider = (name) => section.querySelector(`[data-slider="${name}"]`);
    const threshold = slider("threshold"), beta = slider("beta");
    const signals = {};
    const drawings = [];

    const tell = (figure, text) => { if (at(figure).textContent !== text) at(figure).textContent = text; };
    const update = () => {
      const i = Number(threshold.value), b = Number(beta.value) / 100;
      const chosen = grid.threshold[i], real = grid.realised[i], may = grid.permitted[i];
      tell("threshold", persons(chosen));
      tell("beta", `${beta.value}%`);
      threshold.setAttribute("aria-valuetext", persons(chosen));
      beta.setAttribute("aria-valuetext", `${beta.value}%`);
      for (const name of ["forecast", "coverage"]) {
        tell(name, withBand(grid[name][i], grid[name + "_low"][i], grid[name + "_high"][i]));
      }
      const sure = Math.round(grid.weight * (1 - grid.observed_high[i]));
      const most = Math.round(grid.weight * (1 - grid.observed_low[i]));
      const words = grid.unanswered ? data.words.sure_unanswered : data.words.sure;
      tell("caught", words.replace("{a}", grouped(sure)).replace("{b}", grouped(most)).replace("{c}", grouped(grid.unanswered)));
      section.querySelector("[data-follows]").textContent = persons(chosen);
      tell("realised", quantity(real));
      tell("permitted", quantity(may));
      tell("mixed", quantity(real === null || may === null ? null : (1 - b) * real + b * may));
      tell("verdict", grid.verdicts[String(chosen)] ?? data.words.no_candidate);
      for (const button of section.querySelectorAll("button[data-threshold]")) {
        button.setAttribute("aria-pressed", String(Number(button.dataset.threshold) === chosen));
      }
      for (const row of section.querySelectorAll("tr[data-low]")) {
        const low = Number(row.dataset.low), high = "high" in row.dataset ? Number(row.dataset.high) : Infinity;
        const route = low === 0 && high === Infinity ? "unanswered" : high < chosen ? "free" : low >= chosen ? grid.tier : "review";
        const label = row.querySelector(".route");
        if (!label.classList.contains(route)) {
          label.className = `route ${route}`;
          label.textContent = data.routes[grid.tier][route];
        }
      }
      signals.chosen = chosen;
      signals.beta = b;
      for (const drawing of drawings) { drawing("chosen"); drawing("beta"); }
    };

    threshold.addEventListener("input", update);
    beta.addEventListener("input", update);
    for (const button of section.querySelectorAll("button[data-threshold]")) {
      button.addEventListener("click", () => {
        const place = grid.threshold.indexOf(Number(button.dataset.threshold));
        if (place >= 0) { threshold.value = place; update(); }
      });
    }
    update();
    return Promise.all([...section.querySelectorAll("[data-chart]")].map(async (box) => {
      const drawing = await draw(box, signals);
      drawings.push(drawing);
      drawing("chosen");
      drawing("beta");
    }));
  };

  // A table that goes on beyond its box says so.
  const boxes = [...document.querySelectorAll(".scroll")];
  const measure = () => {
    for (const box of boxes) box.toggleAttribute("data-wide", box.scrollWidth > box.clientWidth + 1);
  };
  window.addEventListener("resize", measure);
  document.addEventListener("toggle", measure, true);

  // Paper has no summary to click; the rows behind every bar would fill a ream.
  const closed = [];
  window.addEventListener("beforeprint", () => {
    closed.push(...document.querySelectorAll("details:not([open]):not(.ll-bar)"));
    for (const details of closed) details.open = true;
  });
  window.addEventListener("afterprint", () => {
    for (const details of closed.splice(0)) details.open = false;
  });

  // Charts measure their labels, so the fonts come first.
  document.fonts.ready.then(async () => {
    measure();
    await Promise.all([...document.querySelectorAll("[data-scenario]")].map(start));
    document.documentElement.dataset.ready = "yes";
  });
})();
