#include <doctest/doctest.h>

#include <memory>
#include <string>

#include "extractors/calendar.h"
#include "extractors/stages.h"
#include "extractors/time_resolve.h"
#include "pipeline/text/tokens.h"

namespace sourcier {
namespace {

const Languages& Packs() {
  static const Result<Languages> languages = Languages::LoadEmbedded(TokenizeEntry);
  return languages.value();
}

// All times of a text: "surface = edtf [start, end) by", joined by "; ".
std::string Times(const std::string& text, const std::string& reference,
                  const std::string& published = "") {
  const Line line = MakeLine(Packs(), {"fr", reference});
  Document document;
  document.decoded = text;
  document.decode_map = OffsetMap::Identity(static_cast<uint32_t>(text.size()));
  document.payload = text;
  document.published = published;
  RunLine(line, Packs(), document);
  std::string all;
  for (const Mention& m : document.mentions) {
    const TimeValue* t = m.time();
    if (t == nullptr) continue;
    if (!all.empty()) all += "; ";
    all += std::string(document.Text(m.span)) + " = " + (t->edtf.empty() ? "-" : t->edtf) + " [" +
           (t->date_start.empty() ? "-" : t->date_start) + ", " +
           (t->date_end.empty() ? "-" : t->date_end) + ") " + std::string(Name(t->resolved_by));
  }
  return all;
}

TEST_CASE("what is said in full needs no anchor") {
  CHECK(Times("Il est venu le 12 mars 2024.", "") ==
        "12 mars 2024 = 2024-03-12 [2024-03-12, 2024-03-13) explicit");
  CHECK(Times("Depuis 2019, rien.", "") == "2019 = 2019 [2019-01-01, 2020-01-01) explicit");
  CHECK(Times("Du 28 mai au 2 juin 2023.", "") ==
        "28 mai au 2 juin 2023 = 2023-05-28/2023-06-02 [2023-05-28, 2023-06-03) explicit");
}

TEST_CASE("without an anchor nothing is guessed") {
  CHECK(Times("Il est venu le 13 mars.", "") == "13 mars = XXXX-03-13 [-, -) none");
  CHECK(Times("Il est venu en mars.", "") == "mars = XXXX-03 [-, -) none");
  CHECK(Times("Il est venu hier.", "") == "hier = - [-, -) none");
  CHECK(Times("Il est venu lundi.", "") == "lundi = - [-, -) none");
  CHECK(Times("Il est venu à 15h.", "") == "15h = - [T15:00, -) none");
  CHECK(Times("La veille, il pleuvait.", "2024-05-15") == "veille = - [-, -) none");
}

TEST_CASE("the document's own date goes before the reference") {
  CHECK(Times("Il est venu hier.", "2024-05-15") ==
        "hier = 2024-05-14 [2024-05-14, 2024-05-15) reference");
  CHECK(Times("Il est venu hier.", "2024-05-15", "2020-01-01") ==
        "hier = 2019-12-31 [2019-12-31, 2020-01-01) published");
  CHECK(Times("Publié le 12 mars 2024 à 10h12\n\nIl est venu hier.", "2020-01-01") ==
        "12 mars 2024 à 10h12 = 2024-03-12T10:12 [2024-03-12T10:12, 2024-03-12T10:13) explicit; "
        "hier = 2024-03-11 [2024-03-11, 2024-03-12) published");
}

TEST_CASE("counted from the text") {
  CHECK(Times("Le 3 juin 2022, il part. Le lendemain, il revient.", "2024-05-15") ==
        "3 juin 2022 = 2022-06-03 [2022-06-03, 2022-06-04) explicit; "
        "lendemain = 2022-06-04 [2022-06-04, 2022-06-05) document");
  CHECK(Times("Le 3 juin 2022, à 14h, il part.", "2024-05-15").find("2022-06-03T14:00") !=
        std::string::npos);
}

TEST_CASE("counted from a near date of the text") {
  // A weekday is a date of the text, too.
  CHECK(Times("Il part samedi. Le lendemain, il revient.", "2024-05-15") ==
        "samedi = 2024-05-11 [2024-05-11, 2024-05-12) reference; "
        "lendemain = 2024-05-12 [2024-05-12, 2024-05-13) document");
  // No date says when that was.
  CHECK(Times("Le 7 mars 2014, au lendemain de la mort du roi, il part.", "") ==
        "7 mars 2014 = 2014-03-07 [2014-03-07, 2014-03-08) explicit; lendemain = - [-, -) none");
  // Too far back.
  CHECK(Times("Le 3 juin 2022, il part. Un. Deux. Trois. Quatre. Cinq. Six. Sept. Huit. "
              "La veille, il pleuvait.",
              "2024-05-15")
            .ends_with("veille = - [-, -) none"));
  // Years count from the nearest year, days from the nearest day.
  CHECK(Times("En 2010, il part. Deux ans plus tard, il revient.", "")
            .ends_with("Deux ans plus tard = 2012 [2012-01-01, 2013-01-01) document"));
  // Without a day of publication a day stands in the year of the date before it, if that is near.
  CHECK(Times("Le 17 juin 2019, il part. Le 20 juin, il revient.", "")
            .ends_with("20 juin = 2019-06-20 [2019-06-20, 2019-06-21) document"));
  CHECK(Times("En 2011, il part. Il revient en septembre.", "")
            .ends_with("septembre = 2011-09 [2011-09-01, 2011-10-01) document"));
  CHECK(Times("Le samedi 10 septembre 2005, il part. Il avait dormi vendredi.", "")
            .ends_with("vendredi = 2005-09-09 [2005-09-09, 2005-09-10) document"));
  CHECK(Times("Né le 17 juin 1950, il est parti le 2 mars.", "")
            .ends_with("2 mars = XXXX-03-02 [-, -) none"));
}

TEST_CASE("periods that the anchor ends or begins") {
  CHECK(Times("Les trois derniers mois furent durs.", "2024-05-15") ==
        "trois derniers mois = 2024-02-15/2024-05-14 [2024-02-15, 2024-05-15) reference");
  CHECK(Times("Les dix prochains jours seront durs.", "2024-05-15") ==
        "dix prochains jours = 2024-05-16/2024-05-25 [2024-05-16, 2024-05-26) reference");
  CHECK(Times("Les trois derniers mois furent durs.", "") ==
        "trois derniers mois = - [-, -) explicit");
  // Hours need the hour of the anchor.
  CHECK(Times("Les 24 dernières heures.", "2024-05-15") ==
        "24 dernières heures = - [-, -) explicit");
  CHECK(Times("Les 24 dernières heures.", "2024-05-15T10:00") ==
        "24 dernières heures = 2024-05-14T10:00/2024-05-15T10:00 "
        "[2024-05-14T10:00, 2024-05-15T10:00) reference");
}

TEST_CASE("the year of a date without one") {
  CHECK(Times("Il est venu en décembre.", "2024-06-04") ==
        "décembre = 2023-12 [2023-12-01, 2024-01-01) reference");
  CHECK(Times("Il viendra en novembre.", "2024-06-04") ==
        "novembre = 2024-11 [2024-11-01, 2024-12-01) reference");
  CHECK(Times("Il est venu en décembre.", "2024-01-04") ==
        "décembre = 2023-12 [2023-12-01, 2024-01-01) reference");
  CHECK(Times("Il viendra à Noël.", "2024-05-15") ==
        "Noël = 2024-12-25 [2024-12-25, 2024-12-26) reference");
  CHECK(Times("Cet hiver fut doux.", "2024-02-10") ==
        "Cet hiver = 2023-24 [2023-12-01, 2024-03-01) reference");
  CHECK(Times("Il viendra vendredi 31.", "2024-05-02") ==
        "vendredi 31 = 2024-05-31 [2024-05-31, 2024-06-01) reference");
}

TEST_CASE("hours of a day, past midnight, and years without bounds") {
  CHECK(Times("Fermé de 22h à 3h le 1er juin 2024.", "") ==
        "22h à 3h le 1er juin 2024 = 2024-06-01T22:00/2024-06-02T03:00 "
        "[2024-06-01T22:00, 2024-06-02T03:00) explicit");
  CHECK(Times("Ouvert entre 10 et 11h30.", "2024-05-15") ==
        "10 et 11h30 = 2024-05-15T10:00/2024-05-15T11:30 "
        "[2024-05-15T10:00, 2024-05-15T11:30) reference");
  // Bounds compare as text; those of years before 0 would not.
  CHECK(Times("Il est mort en 44 av. J.-C. à Rome.", "") == "44 av. J.-C. = -0043 [-, -) explicit");
}

TEST_CASE("numbers that are no years") {
  for (const char* text :
       {"Il a payé 2 024 euros.", "Près de 2000 personnes sont venues.", "Un prix de 2000 euros.",
        "49 % des voix.", "Le score est de 2-1.", "Appelez le 01 42 68 53 00."}) {
    CAPTURE(text);
    CHECK(Times(text, "2024-05-15") == "");
  }
}

TEST_CASE("an interval begins before it ends, for every day and shift") {
  size_t wrong = 0, seen = 0;
  using U = SaidTime::Unit;
  for (U unit : {U::kDay, U::kWeekend, U::kWeek, U::kMonth, U::kQuarter, U::kHalf, U::kYear,
                 U::kDecade, U::kCentury}) {
    for (int64_t day = DayOf({1999, 12, 20}); day < DayOf({2001, 3, 10}); ++day) {
      for (int shift : {-13, -1, 0, 1, 12}) {
        SaidTime said;
        said.base = SaidTime::Base::kAnchor;
        said.unit = said.shift_unit = unit;
        said.shift = shift;
        const auto period = ResolveTime(said, Anchor{day * kSecondsOfDay, false});
        wrong += !period || period->start >= period->end || period->edtf.empty();
        ++seen;
      }
    }
  }
  CHECK(seen > 20000);
  CHECK(wrong == 0);
}

// Every day is read back from its written styles.
TEST_CASE("written and read again") {
  static const char* const kMonths[] = {"janvier",   "février", "mars",     "avril",
                                        "mai",       "juin",    "juillet",  "août",
                                        "septembre", "octobre", "novembre", "décembre"};
  const Line line = MakeLine(Packs(), {"fr", ""});
  size_t days = 0;
  for (int year : {1600, 1789, 1900, 1999, 2000, 2024, 2100}) {
    std::string text, expected;
    for (int month = 1; month <= 12; ++month) {
      for (int day = 1; day <= DaysInMonth(year, month); ++day, ++days) {
        const std::string iso = FormatDay(DayOf({year, month, day}));
        text += "Le " + (day == 1 ? "1er" : std::to_string(day)) + " " + kMonths[month - 1] + " " +
                std::to_string(year) + " est un jour. ";
        text +=
            "Le " + iso.substr(8) + "/" + iso.substr(5, 2) + "/" + iso.substr(0, 4) + " aussi.\n\n";
        expected += iso + " " + iso + " ";
      }
    }
    Document document;
    document.decoded = document.payload = text;
    document.decode_map = OffsetMap::Identity(static_cast<uint32_t>(text.size()));
    RunLine(line, Packs(), document);
    std::string found;
    for (const Mention& m : document.mentions) {
      if (const TimeValue* t = m.time(); t != nullptr && t->kind == TimeKind::kDate)
        found += t->edtf + " ";
    }
    CAPTURE(year);
    CHECK(found == expected);
  }
  CHECK(days > 2500);
}

}  // namespace
}  // namespace sourcier
