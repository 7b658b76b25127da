/* Calendar months (proleptic Gregorian). Years are counted from 1 March, so that a leap day is a year's last day. */
#include "runtime/kernel_support/kernel_support.h"

enum { days_in_era = 146097, days_to_epoch = 719468 }; /* an era is 400 years; 0000-03-01 is day -719468 */

static int64_t floor_divide(int64_t a, int64_t b) { return a / b - (a % b < 0); } /* b > 0 */

static int64_t first_of_month(int64_t year, int64_t month /* 1 to 12 */) {
  const int64_t y = month <= 2 ? year - 1 : year;
  const int64_t era = floor_divide(y, 400);
  const int64_t year_of_era = y - era * 400;
  const int64_t day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5;
  return era * days_in_era + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - days_to_epoch;
}

int64_t huice_add_months(int64_t day, int64_t months) {
  if (day < HUICE_FIRST_DAY) return HUICE_FIRST_DAY - 1;
  if (day > HUICE_LAST_DAY) return HUICE_LAST_DAY + 1;
  if (months > 120000) return HUICE_LAST_DAY + 1;
  if (months < -120000) return HUICE_FIRST_DAY - 1;
  const int64_t shifted = day + days_to_epoch;
  const int64_t era = floor_divide(shifted, days_in_era);
  const int64_t day_of_era = shifted - era * days_in_era;
  const int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const int64_t shifted_month = (5 * day_of_year + 2) / 153; /* 0: March */
  const int64_t day_of_month = day_of_year - (153 * shifted_month + 2) / 5; /* from 0 */
  const int64_t month = shifted_month < 10 ? shifted_month + 3 : shifted_month - 9;
  const int64_t year = year_of_era + era * 400 + (month <= 2);

  const int64_t count = year * 12 + (month - 1) + months;
  const int64_t new_year = floor_divide(count, 12);
  const int64_t new_month = count - new_year * 12 + 1;
  if (new_year < 1) return HUICE_FIRST_DAY - 1;
  if (new_year > 9999) return HUICE_LAST_DAY + 1;
  const int64_t first = first_of_month(new_year, new_month);
  const int64_t next = new_month == 12 ? first + 31 : first_of_month(new_year, new_month + 1);
  const int64_t result = first + day_of_month;
  return result < next ? result : next - 1;
}
