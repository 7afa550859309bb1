"use strict";
(() => {
  const tables = JSON.parse(document.getElementById("data").textContent).tables;
  const color = (name) =>
    getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();

  /** A line from the lowest to the highest round across the end of each bar, and the median beside it. */
  const spread = {
    id: "spread",
    afterDatasetsDraw(chart, args, options) {
      const { ctx, scales } = chart;
      ctx.save();
      ctx.fillStyle = color("ink");
      ctx.font = Chart.defaults.font.size + "px " + Chart.defaults.font.family;
      ctx.textBaseline = "middle";
      chart.getDatasetMeta(0).data.forEach((bar, i) => {
        const row = options.rows[i];
        const low = scales.x.getPixelForValue(row.ratioLowest);
        const high = Math.min(scales.x.getPixelForValue(row.ratioHighest), chart.chartArea.right);
        ctx.beginPath();
        ctx.moveTo(low, bar.y);
        ctx.lineTo(high, bar.y);
        ctx.moveTo(low, bar.y - 4);
        ctx.lineTo(low, bar.y + 4);
        ctx.moveTo(high, bar.y - 4);
        ctx.lineTo(high, bar.y + 4);
        // First broad in the colour of the paper, so that it is seen on the bar as well.
        for (const [shade, width] of [["paper", 4], ["ink", 1.5]]) {
          ctx.strokeStyle = color(shade);
          ctx.lineWidth = width;
          ctx.stroke();
        }
        ctx.fillText(row.ratio.toFixed(2), chart.chartArea.right + 8, bar.y);
      });
      const one = scales.x.getPixelForValue(1);
      ctx.setLineDash([4, 4]);
      ctx.beginPath();
      ctx.moveTo(one, chart.chartArea.top);
      ctx.lineTo(one, chart.chartArea.bottom);
      ctx.stroke();
      ctx.restore();
    },
  };

  const scale = (text, more) => ({
    title: { display: true, text, color: color("faint") },
    grid: { color: color("line") },
    ticks: { color: color("ink") },
    ...more,
  });

  /** Few decades have room for three numbers each, many for one. */
  const ofDecades = (value, index, ticks) => {
    const decades = Math.log10(ticks[ticks.length - 1].value / ticks[0].value);
    const digits = decades > 2.5 ? [1] : [1, 2, 5];
    return digits.includes(value / 10 ** Math.floor(Math.log10(value) + 1e-9))
      ? value.toLocaleString("en")
      : "";
  };

  const names = () => ({
    type: "category",
    offset: true,
    grid: { display: false },
    ticks: { color: color("ink"), autoSkip: false },
  });

  const common = () => ({
    indexAxis: "y",
    animation: false,
    responsive: true,
    maintainAspectRatio: false,
  });

  /** Where nobody tells of CPU time, it is time that counts. */
  const measured = (rows) => ("cpuNanos" in rows[0].rounds[0] ? "CPU time" : "time");

  const costs = (canvas, rows, reference) =>
    new Chart(canvas, {
      type: "bar",
      data: {
        labels: rows.map((row) => row.name),
        datasets: [{
          label: "ratio to " + reference,
          data: rows.map((row) => row.ratio),
          backgroundColor: rows.map((row) => color(row.group)),
          barPercentage: 0.75,
        }],
      },
      options: {
        ...common(),
        layout: { padding: { right: 52 } },
        scales: {
          x: scale(measured(rows) + ", ratio to " + reference, {
            beginAtZero: true,
            // One round that was disturbed would squeeze all bars.
            suggestedMax: 1.1 * Math.max(...rows.map((row) => row.ratio)),
          }),
          y: names(),
        },
        plugins: { legend: { display: false }, spread: { rows } },
      },
      plugins: [spread],
    });

  const points = (label, key, style, shade, rows) => ({
    label,
    data: rows.map((row) => row[key]),
    showLine: false,
    pointStyle: style,
    pointRadius: 6,
    pointBackgroundColor: color(shade),
    borderColor: color(shade),
    backgroundColor: color(shade),
  });

  const latencies = (canvas, rows) =>
    new Chart(canvas, {
      type: "line",
      data: {
        labels: rows.map((row) => row.name),
        datasets: [
          points("p50", "p50Micros", "circle", "p50", rows),
          points("p99", "p99Micros", "triangle", "p99", rows),
          points("p99.9", "p999Micros", "rectRot", "p999", rows),
        ],
      },
      options: {
        ...common(),
        scales: {
          x: scale("µs, logarithmic", {
            type: "logarithmic",
            ticks: { color: color("ink"), maxRotation: 0, autoSkip: false, callback: ofDecades },
          }),
          y: names(),
        },
        plugins: { legend: { labels: { color: color("ink"), usePointStyle: true } } },
      },
    });

  let charts = [];
  const draw = () => {
    charts.forEach((chart) => chart.destroy());
    Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
    Chart.defaults.font.size = 13;
    charts = Array.from(document.querySelectorAll("canvas"), (canvas) => {
      const { servers, reference } = tables[Number(canvas.dataset.table)];
      return canvas.dataset.kind === "cost"
        ? costs(canvas, servers, reference)
        : latencies(canvas, servers);
    });
  };

  draw();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
})();
