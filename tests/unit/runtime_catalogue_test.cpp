#include "runtime/catalogue.h"

#include <gtest/gtest.h>

namespace huice {
namespace {

TEST(Catalogue, StatusesByNameAndLabel) {
  for (int i = 0; i < status_count; ++i) {
    const auto status = static_cast<Status>(i);
    EXPECT_EQ(parse_status(name(status)), status);
    EXPECT_EQ(parse_status(label_zh(status)), status);
  }
  EXPECT_EQ(name(Status::not_in_force), "not_in_force");
  EXPECT_EQ(label_zh(Status::referred), "待核定");
  EXPECT_FALSE(parse_status("Eligible"));
}

TEST(Catalogue, ErrorsNameTheirSite) {
  catalogue::Measure measure;
  measure.sites = {"pay", "intensity"};
  EXPECT_EQ(catalogue::error_name(measure, 0), "");
  EXPECT_EQ(catalogue::error_name(measure, HUICE_DIVISION_BY_ZERO << 12 | 1), "division_by_zero@intensity");
  EXPECT_EQ(catalogue::error_name(measure, HUICE_RANGE << 12), "range@pay");
  EXPECT_EQ(catalogue::error_name(measure, HUICE_NEGATIVE << 12), "negative@pay");
  EXPECT_EQ(catalogue::error_name(measure, HUICE_BEFORE_FIRST_DATE << 12 | 1), "before_first_date@intensity");
  EXPECT_EQ(catalogue::error_name(measure, HUICE_NO_ROW << 12 | 1), "no_row@intensity");
  EXPECT_EQ(catalogue::error_name(measure, HUICE_CONFLICT << 12 | 1), "conflict@intensity");
}

TEST(Catalogue, AmountsArePlainDecimals) {
  catalogue::Measure measure;
  EXPECT_EQ(catalogue::amount_text(measure, 8000000), "80000.00");
  EXPECT_EQ(catalogue::amount_text(measure, 0), "0.00");
  measure.unit_num = 100, measure.unit_den = 1;  // rounded to 100 yuan
  EXPECT_EQ(catalogue::amount_text(measure, 3), "300.00");
  measure.unit_num = 1, measure.unit_den = 10000, measure.amount_digits = 4;
  EXPECT_EQ(catalogue::amount_text(measure, 12345), "1.2345");
}

}  // namespace
}  // namespace huice
