window.alfrd = { years: {} };
function alfrdRows(year, rows) { window.alfrd.years[year] = rows; }
