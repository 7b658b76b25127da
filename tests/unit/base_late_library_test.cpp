// Libraries that are loaded when they are needed, and those that cannot be.
#include "base/late_library.h"

#include <gtest/gtest.h>
#include <zlib.h>

// Declared as a header would, and nowhere defined.
extern "C" int huice_test_no_such_function(int);

namespace huice {
namespace {

constinit LateLibrary libz("libz.so.1");
HUICE_LATE(libz, crc32);
HUICE_LATE(libz, zlibVersion);

constinit LateLibrary nowhere("libhuice-nowhere.so.1");
HUICE_LATE(nowhere, adler32);

constinit LateLibrary another("libz.so.1");
HUICE_LATE(another, huice_test_no_such_function);

TEST(LateLibrary, IsLoadedWithItsFunctions) {
  ASSERT_TRUE(libz.load().ok());
  ASSERT_TRUE(libz.load().ok());
  const unsigned char text[] = {'1', '2', '3', '4', '5', '6', '7', '8', '9'};
  EXPECT_EQ(crc32(0, text, sizeof text), 0xCBF43926u);
  EXPECT_STREQ(zlibVersion(), ::zlibVersion());
}

TEST(LateLibrary, SaysWhatIsMissing) {
  for (int i = 0; i < 2; ++i) {
    const Outcome none = nowhere.load();
    ASSERT_FALSE(none.ok());
    EXPECT_EQ(none.failure().message.en, "the library libhuice-nowhere.so.1 is not installed here; install it");
    const Outcome other = another.load();
    ASSERT_FALSE(other.ok());
    EXPECT_EQ(other.failure().message.en, "the library libz.so.1 is another one: it has no huice_test_no_such_function");
  }
}

}  // namespace
}  // namespace huice
