// Which characters words are made of, as Unicode has it (UAX #31), and which are white space.
#pragma once

namespace huice::unicode {

/// XID_Start, XID_Continue only, neither.
enum class PartOfWord { start, inside, none };
PartOfWord part_of_word(char32_t code_point);

/// White_Space, line ends too.
bool is_space(char32_t code_point);

}  // namespace huice::unicode
