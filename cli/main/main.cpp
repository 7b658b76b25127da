#include "cli/commands.h"

int main(int argc, char** argv) { return huice::cli::main(argc, argv); }
