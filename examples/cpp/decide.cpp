// Single applicants in C++: as JSON, and field by field, which is fastest.
#include <huice.hpp>
#include <iostream>

int main(int count, char** words) try {
  if (count != 2) return 2;
  const auto program = huice::Program::compile(words[1]);
  std::cout << program.evaluate_json(R"({"uscc": "E1", "applied": "2024-05-01", "trade": "services", "premium": "-1"})") << '\n';

  huice::Applicant applicant = program.applicant();
  const uint32_t applied = applicant.field("申报日期"), trade = applicant.field("trade"), premium = applicant.field("premium");
  huice_decision decision;
  for (const int64_t paid : {0, 125, 99999}) {
    applicant.set(applied, "2024-05-01");
    applicant.set(trade, "goods");
    applicant.set(premium, paid, 1);  // tenths of 万元
    applicant.decide(&decision, 1);
    std::cout << paid << ": status " << decision.status << ", " << decision.amount << " fen, reasons: " << applicant.reasons(0) << '\n';
  }
  program.evaluate_json(R"({"uscc": "E1", "premuim": "1"})");
} catch (const huice::Error& error) {
  std::cout << error.what() << '\n' << error.chinese() << '\n';
}
