#include "compiler/rules/reasons.h"

namespace huice::rules {

std::string reason_of(const Limit& limit) {
  std::string keys;
  for (const std::string& key : limit.keys) keys += (keys.empty() ? "" : "+") + key;
  return (limit.once ? "once:" : "limit:") + keys;
}

}  // namespace huice::rules
