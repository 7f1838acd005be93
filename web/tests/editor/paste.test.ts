import { describe, expect, it } from "vitest";
import { cleanPaste } from "../../src/editor/cleaning";

const fromWord = `<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal{margin:0}</style></head><body lang=EN-GB>
<!--StartFragment-->
<p class=MsoNormal style='text-align:justify'><b style='mso-bidi-font-weight:normal'><span lang=EN-US style='font-size:12.0pt;color:red'>Recognising</span></b><span> the role
of <i>host</i> States<o:p></o:p></span></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>(a)<span>&nbsp;&nbsp; </span></span><![endif]>to inform;</p>
<p class=MsoListParagraphCxSpMiddle style='mso-list:l0 level2 lfo1'><span style='mso-list:Ignore'>·<span>&nbsp;</span></span>early,</p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>(b)<span>&nbsp;</span></span>to protect.</p>
<p class=MsoNormal>Study<a style='mso-footnote-id:ftn1' href="#_ftn1" name="_ftnref1" title=""><sup><span>[1]</span></sup></a> matters<del cite="mailto:x">gone</del><ins cite="mailto:x"> much</ins>.</p>
<div style='mso-element:footnote-list'><hr><div style='mso-element:footnote' id=ftn1><p class=MsoFootnoteText><a href="#_ftnref1" name="_ftn1"><sup>[1]</sup></a> Including <i>short</i> courses.</p></div></div>
<!--EndFragment--></body></html>`;

describe("what is pasted", () => {
  it("from Word keeps words, emphasis, lists and footnotes, and nothing else", () => {
    expect(cleanPaste(fromWord).replace(/\s+/g, " ").replace(/> </g, "><").trim()).toBe(
      "<p><strong>Recognising</strong> the role of <em>host</em> States</p>" +
        '<ol type="a"><li><p>to inform;</p><ul><li><p>early,</p></li></ul></li><li><p>to protect.</p></li></ol>' +
        '<p>Study<span data-footnote="">Including short courses.</span> matters much.</p>',
    );
  });

  it("from a browser drops links, pictures, scripts and styles", () => {
    const html = `<h2 onclick="x()">Title</h2><script>alert(1)</script><p style="color:red">A <a href="https://example.org">link</a><img src=x onerror=alert(1)></p>`;
    expect(cleanPaste(html)).toBe("<p>Title</p><p>A link</p>");
  });

  it("from a page that wraps all in a bold that is none is not bold", () => {
    expect(cleanPaste(`<b style="font-weight:normal"><p>plain <span style="font-weight:700">bold</span></p></b>`)).toBe(
      "<p>plain <strong>bold</strong></p>",
    );
  });

  it("keeps the words of a table and of blocks in blocks", () => {
    expect(cleanPaste("<div><div>one</div><table><tr><td>two</td><td><p>three</p></td></tr></table></div>")).toBe(
      "<p>one</p><p>two</p><p>three</p>",
    );
  });

  it("with a list deeper than a text may be keeps the words", () => {
    const deep = `${"<ul><li>".repeat(12)}low${"</li></ul>".repeat(12)}`;
    const clean = cleanPaste(deep);
    expect(clean.match(/<ul>/g)).toHaveLength(6);
    expect(clean).toContain("low");
  });

  it("from Writer finds its footnotes", () => {
    const html = `<p>Study<sup><a class="sdfootnoteanc" name="sdfootnote1anc" href="#sdfootnote1sym"><sup>1</sup></a></sup> ends.</p>
      <div id="sdfootnote1"><p><a name="sdfootnote1sym" href="#sdfootnote1anc">1</a> A note.</p></div>`;
    expect(cleanPaste(html).trim()).toBe('<p>Study<span data-footnote="">A note.</span> ends.</p>');
  });

  it("that is our own is left to the schema", () => {
    const own = '<p data-pm-slice="1 1 []"><a href="https://example.org">x</a></p>';
    expect(cleanPaste(own)).toBe(own);
  });
});
