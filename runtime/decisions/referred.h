// The way of decided values out and back: `--referred` lists what authorities still have to decide, `--decisions` brings
// their answers. One line per key, measure and field:
//
//   uscc,measure,field,ceiling,value,decided_by,document
//   9133…,export_credit_premium,rate,80000.00,,,
#pragma once
#include <string>
#include <vector>

#include "runtime/batch/batch.h"
#include "runtime/batch/rows.h"
#include "runtime/catalogue.h"
#include "runtime/decisions/decisions.h"
#include "runtime/decisions/options.h"

namespace huice::decisions {

/// The columns behind the key fields. In Chinese: 措施 字段 上限 核定值 核定机关 文号.
inline constexpr const char* referred_columns[] = {"measure", "field", "ceiling", "value", "decided_by", "document"};
inline constexpr const char* referred_columns_zh[] = {"措施", "字段", "上限", "核定值", "核定机关", "文号"};

class ReferredFormat {
 public:
  ReferredFormat(const Catalogue& catalogue, uint32_t entity, std::vector<uint32_t> measures, OutputOptions options);
  std::string header() const;
  /// Appends the lines of one batch's referred rows.
  void append(std::string& out, const batch::Batch& batch, const batch::Rows& rows, const std::vector<Decisions>& decisions) const;

 private:
  const Catalogue& catalogue_;
  const catalogue::Entity& entity_;
  std::vector<uint32_t> measures_;
  OutputOptions options_;
};

}  // namespace huice::decisions
