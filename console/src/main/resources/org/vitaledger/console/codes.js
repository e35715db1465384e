/** LOINC codes as the pages name them, and which of them make which vital sign. */

/** The vital signs in the order of the page, with the codes that deliver them and what tells these apart. */
export const VITALS = [
  vital("heart-rate", 10, "Heart rate", "HR", { "8867-4": "" }),
  vital("oxygen", 5, "Oxygen saturation", "SpO₂", { "59408-5": "", "2708-6": "arterial" }),
  vital("respiration", 5, "Respiratory rate", "RR", { "9279-1": "" }),
  pressure("Blood pressure", "8480-6", "8462-4", "8478-0"),
  pressure("Blood pressure, invasive", "76215-3", "76213-8", "76214-6"),
  pressure("Blood pressure, cuff", "76534-7", "76535-4", "76536-2"),
  vital("temperature", 1.5, "Temperature", "Temp", { "8310-5": "" }),
];

/** `least` is the smallest difference that a chart makes fill its height. */
function vital(key, least, label, short, codes) {
  return { key, kind: key, least, label, short, codes, pair: null };
}

function pressure(label, systolic, diastolic, mean) {
  const codes = { [systolic]: "systolic", [diastolic]: "diastolic", [mean]: "mean" };
  const names = { key: `pressure-${systolic}`, kind: "pressure", label, short: "BP" };
  return { ...names, least: 20, codes, pair: [systolic, diastolic] };
}

/** Other codes that bedside monitors, laboratories and nurses deliver. */
const NAMES = {
  "9269-2": "Glasgow coma score",
  "3150-0": "Inhaled oxygen",
  "9187-6": "Urine output",
  "29463-7": "Body weight",
  "8302-2": "Body height",
  "39156-5": "Body mass index",
  "2019-8": "Carbon dioxide, arterial",
  "2703-7": "Oxygen, arterial",
  "2744-1": "pH, arterial",
  "1963-8": "Bicarbonate",
  "2524-7": "Lactate",
  "2345-7": "Glucose",
  "2823-3": "Potassium",
  "2951-2": "Sodium",
  "2601-3": "Magnesium",
  "2160-0": "Creatinine",
  "3094-0": "Urea nitrogen",
  "1975-2": "Bilirubin",
  "1751-7": "Albumin",
  "1742-6": "Alanine aminotransferase",
  "1920-8": "Aspartate aminotransferase",
  "6768-6": "Alkaline phosphatase",
  "2093-3": "Cholesterol",
  "20570-8": "Hematocrit",
  "26464-8": "Leukocytes",
  "26515-7": "Platelets",
  "10839-9": "Troponin I",
  "6598-7": "Troponin T",
};

/** The vital sign that a code belongs to, or null. */
export function vitalOf(code) {
  return VITALS.find((it) => code in it.codes) ?? null;
}

/** What a code measures, in words; null if the pages have none for it. */
export function codeName(code) {
  const known = vitalOf(code);
  const part = known?.codes[code];
  return (known && (part ? `${known.label}, ${part}` : known.label)) ?? NAMES[code] ?? null;
}
