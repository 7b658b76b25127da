// Names of applicants that nobody can take for real ones, and sequential keys.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "compiler/samples/random.h"

namespace huice::samples {

/// `示例星河机械有限公司`; one in fifty has a comma or quotes in it, so that readers of CSV are tried.
void append_company(std::string& out, Random& random);
/// `示例星河研究院`.
void append_institution(std::string& out, Random& random);

/// What a text field holds, judged by its label.
enum class TextKind { credit_code, company, institution, code };
TextKind text_kind(std::string_view label, std::string_view entity_label);

/// The number-th text of a key: `910000DEMO00000001` for a credit code (18 characters up to 99,999,999), else
/// `K00000001`. Different numbers give different texts.
void append_key(std::string& out, TextKind kind, uint64_t number);

}  // namespace huice::samples
