"""The same kind of text in Arabic, as endorsed, and in French, as negotiated."""

from server.domain.revision import RevisionBracket, RevisionText
from tests.exports.samples import (
    blank,
    bracket_id,
    citation,
    clause,
    doc,
    item,
    note,
    ordered,
    paragraph,
    reference,
    revision,
    words,
)


def arabic() -> RevisionText:
    """A final text: Latin words and symbols inside Arabic lines, some of them cut by marks."""
    return revision(
        "ar",
        _ARABIC,
        process="حوار المرفأ بشأن التنقل",
        title="أرضية مشتركة بشأن التنقل والإقامة",
        symbol="HDM/2026/5",
        kind="final",
        instrument_status="نص مرجعي للدول، غير ملزم قانونا.",
        act="اعتمده المؤتمر في فاليتا في ١٣ تشرين الثاني/نوفمبر ٢٠٢٦.",
        meeting="الجولة الثالثة",
        place_and_dates="فاليتا، ١٢ و١٣ تشرين الثاني/نوفمبر ٢٠٢٦",
        draft=False,
        brackets={bracket_id(1): RevisionBracket(delegations=("الاتحاد الأوروبي", "CAN"), kind="delete")},
        delegations={"الاتحاد الأوروبي": "الاتحاد الأوروبي والدول الأعضاء فيه", "CAN": "كندا"},
    )


_ARABIC = [
    clause(1, "preambular", "", doc(paragraph(words("إن الدول المشاركة في الحوار،", "emphasis")))),
    clause(
        2,
        "preambular",
        "",
        doc(paragraph(words("إذ تستذكر", "emphasis"), " المحادثات التي بدأت في فاليتا والجولات الإقليمية الأربع،")),
    ),
    clause(
        4,
        "formula",
        "",
        doc(paragraph(words("وضعت", "emphasis"), " التفاهمات التالية مرجعا لا يلزم أي دولة قانونا:")),
    ),
    clause(10, "part", "I", "التفاهمات المشتركة"),
    clause(11, "chapter", "A", "الدول والتنقل", depth=1),
    clause(
        12,
        "understanding",
        "9",
        "تدير الدول الهجرة على أحسن وجه حين تعمل معا بثقة، وتتقاسم ما تعرف، وتُعلم بعضها بعضا مبكرا بما تنوي.",
        depth=2,
    ),
    clause(
        13,
        "understanding",
        "10",
        doc(
            paragraph(
                "يمكن لبلدان المنشأ والعبور والمقصد جميعا أن تستفيد من التنقل",
                note(words("تجتمع الصفات الثلاث في بعض الدول (انظر HDM/2026/R.3، الفقرة 18).")),
                ". ولا يدوم كسب أي منها على حساب غيرها.",
            )
        ),
        depth=2,
    ),
    clause(
        14,
        "understanding",
        "12 bis",
        doc(
            paragraph(
                "تستند الدول إلى الوثيقة ",
                words("HDM/2026/", "strong"),
                words("R.3"),
                " وإلى ",
                citation("Charter of the United Nations", "Article 1 (3)"),
                "، وتُبقي كلفة التحويلات دون ",
                blank("س"),
                " في المائة (76/300) عملا بالبند ",
                reference(12),
                "، ",
                words("[بحلول ٢٠٣٠]"),
                " ",
                words("على سبيل الالتزام", bracket="1"),
                "، وتسمي جواز المرور ",
                words("laissez-passer !", lang="fr"),
                ".",
            )
        ),
        depth=2,
    ),
    clause(
        15,
        "understanding",
        "13",
        doc(
            paragraph("تقوم الدول بما يلي:"),
            ordered(
                item(paragraph("فتح قنوات نظامية تلبي احتياجات العمل والأسرة والدراسة؛")),
                item(
                    paragraph("نشر الرسوم ", words("SMS"), words(" و", "strong"), words("USSD"), " باللغات المستعملة.")
                ),
                style="lower-alpha",
            ),
        ),
        depth=2,
    ),
    clause(16, "chapter", "B", "الأشخاص", depth=1),
    clause(17, "understanding", "14", "لا تتوقف كرامة المهاجرين على صفتهم القانونية.", depth=2),
]


def french() -> RevisionText:
    """A working text without a symbol, long enough for several pages."""
    clauses = [
        clause(10, "part", "I", "Entente commune"),
        clause(11, "chapter", "A", "États et mobilité", depth=1),
        *[
            clause(
                20 + n,
                "understanding",
                str(n + 1),
                doc(
                    paragraph(
                        "Les États gèrent au mieux la mobilité lorsqu’ils agissent ensemble, partagent ce qu’ils savent"
                        " et s’annoncent tôt leurs intentions",
                        note(words(f"Rapport du cycle no {n + 1}.")),
                        " ; ils en rendent compte ",
                        words("chaque année", bracket="1"),
                        ", à l’égard de tous ceux qui partent, demeurent ou accueillent.",
                    )
                ),
                depth=2,
            )
            for n in range(24)
        ],
        clause(60, "chapter", "B", "Personnes", depth=1),
        clause(61, "understanding", "25", "La dignité des migrants ne tient pas à leur statut.", depth=2),
    ]
    return revision(
        "fr",
        clauses,
        process="Dialogue du port sur la mobilité",
        title="Terrain d’entente pour partir et demeurer",
        instrument_status="Texte de référence pour les États, sans force obligatoire.",
        meeting="Troisième cycle",
        place_and_dates="La Valette, 12 et 13 novembre 2026",
        brackets={bracket_id(1): RevisionBracket(delegations=("CHE",))},
        delegations={"CHE": "Suisse"},
        frozen_at="2026-11-01T09:05:00Z",
    )
