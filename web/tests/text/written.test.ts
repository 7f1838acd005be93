import { describe, expect, it } from "vitest";
import { writeDelegation, writeDelegations, writeKind, writeNoText } from "../../src/text/written";

const canada = { code: "CAN", names: { en: "Canada", ar: "كندا" }, short: { en: "Canada", ar: "كندا" } };
const union = {
  code: "EU",
  names: { en: "European Union", fr: "Union européenne", ar: "الاتحاد الأوروبي" },
  short: { en: "EU", fr: "UE", ar: "الاتحاد الأوروبي" },
};

describe("who asks for a bracket", () => {
  it("is a State's code in Latin letters and its name in others", () => {
    expect(writeDelegation(canada, "en")).toBe("CAN");
    expect(writeDelegation(canada, "fr")).toBe("CAN");
    expect(writeDelegation(canada, "ar")).toBe("كندا");
  });

  it("is what an organisation is called in the text's language", () => {
    expect(writeDelegations([union, canada], "fr")).toBe("UE, CAN");
    expect(writeDelegations([union, canada], "ar")).toBe("الاتحاد الأوروبي، كندا");
    expect(writeDelegation({ code: "AU", names: {} }, "fr")).toBe("AU");
  });
});

it("words in a text follow its language, not the page's", () => {
  expect(writeKind("delete", "es")).toBe("suprimir");
  expect(writeKind("delete", "pt")).toBe("delete");
  expect(writeKind("", "fr")).toBe("");
  expect(writeNoText("es")).toBe("Sin texto.");
  expect(writeNoText("ar")).toBe("لا نص.");
});
