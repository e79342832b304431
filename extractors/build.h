// From a rule's match to a mention: what a builder gets, and the table of builders. A rule says
// `yield money number=n unit=c`; the figure stage calls the builder of that kind, which makes the
// value.
#ifndef SOURCIER_EXTRACTORS_BUILD_H_
#define SOURCIER_EXTRACTORS_BUILD_H_

#include <string_view>

#include "pipeline/core/document.h"
#include "pipeline/language/language_pack.h"
#include "pipeline/language/rule_set.h"

namespace sourcier {

struct BuildContext {
  Document& document;  // builders may Keep() strings in it and read everything; they append nothing
  const LanguagePack& pack;
  const Sentence& sentence;
  const RuleMatch& match;
  const Yield& yield;

  // The units of the capture that the yield names under `key`; empty where the yield has no such
  // key or the capture took no part.
  UnitRange Range(std::string_view key) const {
    const std::string_view name = yield.Get(key);
    return name.empty() ? UnitRange{} : match.Get(name);
  }
  // The yield's constant under `key` ("" where absent).
  std::string_view Constant(std::string_view key) const { return yield.Get(key); }
  // The first composed number in the units; null where there is none.
  const Number* NumberIn(UnitRange range) const;
  Span SpanOf(UnitRange range) const {
    return range.empty() ? Span{} : document.UnitSpan(range.first, range.last);
  }
  std::string_view TextOf(UnitRange range) const { return document.Text(SpanOf(range)); }
  // The attribute of the first unit of the range that has the class and the column; "" where there
  // is none.
  std::string_view Attribute(UnitRange range, std::string_view class_name,
                             std::string_view column) const {
    return Attribute(range, pack.Class(class_name), column);
  }
  std::string_view Attribute(UnitRange range, ClassId with_class, std::string_view column) const;
};

// Fills value, parts (and, where they differ from the match's mention, span and units) of
// `mention`. False: no mention after all.
using Builder = bool (*)(const BuildContext& context, Mention* mention);

bool BuildMoney(const BuildContext& context, Mention* mention);     // money.cc
bool BuildPercent(const BuildContext& context, Mention* mention);   // percent.cc
bool BuildRatio(const BuildContext& context, Mention* mention);     // percent.cc
bool BuildMultiple(const BuildContext& context, Mention* mention);  // percent.cc
bool BuildQuantity(const BuildContext& context, Mention* mention);  // quantity.cc
bool BuildNumber(const BuildContext& context,
                 Mention* mention);  // quantity.cc: kinds number and ordinal
bool BuildDate(const BuildContext& context, Mention* mention);  // date.cc: kinds date and time
bool BuildDuration(const BuildContext& context,
                   Mention* mention);  // duration.cc: kinds duration and set

// Gives bare currency words ("dollars") the currency that a fuller name in the same document says
// ("dollars canadiens"), the nearest first; unit_by is then "nearby". money.cc
void ResolveCurrencies(Document* document);

// Sets number, low, high and qualifier from the composed numbers under the keys `number`, or `low`
// and `high` (a range; the scale of the last serves both), and adds their parts and the span of a
// sign. False where there is none or it does not fit.
bool SetNumber(const BuildContext& context, FigureValue* value, Mention* mention);

// Adds the number under the key `minor` as hundredths: "3 euros 50", "1m80". False where that does
// not fit.
bool AddHundredths(const BuildContext& context, FigureValue* value);

// The interval of a qualifier: exact = both ends; approx +- 5 %; bounds = one end. Ranges and vague
// figures keep theirs.
void SetInterval(FigureValue* value);

}  // namespace sourcier

#endif  // SOURCIER_EXTRACTORS_BUILD_H_
