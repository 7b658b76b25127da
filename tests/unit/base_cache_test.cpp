// The object cache never trusts a file that is not whole, nor a folder that others may write to.
#include "base/cache.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include <sys/stat.h>
#include <unistd.h>

namespace huice {
namespace {

namespace fs = std::filesystem;

struct CacheFolder : testing::Test {
  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "huice-cache-XXXXXX").string();
    root = mkdtemp(name.data());
    folder = root / "a" / "cache";
  }
  void TearDown() override { fs::remove_all(root); }
  fs::path root, folder;
};

TEST_F(CacheFolder, KeepsAndFinds) {
  const Cache cache(folder.string());
  EXPECT_FALSE(cache.find("key"));
  cache.keep("key", std::string("object\0with zero", 16));
  EXPECT_EQ(cache.find("key"), std::string("object\0with zero", 16));
  cache.keep("key", "other");
  EXPECT_EQ(Cache(folder.string()).find("key"), "other");
  struct stat info {};
  ASSERT_EQ(stat(folder.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0700u);
  EXPECT_EQ(std::distance(fs::directory_iterator(folder), fs::directory_iterator()), 1);  // nothing left aside
}

TEST_F(CacheFolder, RefusesWhatIsNotWhole) {
  const Cache cache(folder.string());
  cache.keep("key", std::string(1000, 'x'));
  const fs::path file = folder / "key";
  const auto size = fs::file_size(file);
  for (size_t at = 0; at < size; at += 7) {
    std::fstream stream(file, std::ios::in | std::ios::out | std::ios::binary);
    stream.seekg(static_cast<std::streamoff>(at));
    const char old = static_cast<char>(stream.get());
    stream.seekp(static_cast<std::streamoff>(at));
    stream.put(static_cast<char>(old ^ 1));
    stream.close();
    // The line break after the digest is decoration; everything else counts.
    if (old != '\n' || at < 20) EXPECT_FALSE(cache.find("key")) << at;
    stream.open(file, std::ios::in | std::ios::out | std::ios::binary);
    stream.seekp(static_cast<std::streamoff>(at));
    stream.put(old);
  }
  EXPECT_TRUE(cache.find("key"));
  for (size_t keep : {size - 1, size_t{30}, size_t{0}}) {
    fs::resize_file(file, keep);
    EXPECT_FALSE(cache.find("key"));
  }
}

TEST_F(CacheFolder, RefusesAFolderThatOthersMayUse) {
  fs::create_directories(folder);
  fs::permissions(folder, fs::perms::owner_all | fs::perms::group_read);
  const Cache cache(folder.string());
  EXPECT_EQ(cache.trouble(), Cache::Trouble::not_private);
  cache.keep("key", "object");
  EXPECT_FALSE(cache.find("key"));
  EXPECT_TRUE(fs::is_empty(folder));
}

TEST_F(CacheFolder, RefusesALinkAndAFile) {
  const fs::path real = root / "real", link = root / "link", file = root / "file";
  fs::create_directory(real);
  fs::permissions(real, fs::perms::owner_all);
  fs::create_directory_symlink(real, link);
  std::ofstream(file) << "x";
  for (const fs::path& path : {link, file}) {
    const Cache cache(path.string());
    EXPECT_EQ(cache.trouble(), Cache::Trouble::no_folder);
    cache.keep("key", "object");
    EXPECT_FALSE(cache.find("key"));
  }
  EXPECT_TRUE(fs::is_empty(real));
}

TEST_F(CacheFolder, RefusesAnothersFolder) {
  fs::path others = "/usr";  // root's
  if (geteuid() == 0) {
    fs::create_directories(others = folder);
    if (chown(others.c_str(), 65534, 65534) != 0) GTEST_SKIP() << "no other user here";
  }
  EXPECT_EQ(Cache(others.string()).trouble(), Cache::Trouble::not_ours);
}

TEST_F(CacheFolder, SaysThatItCannotBeMade) { EXPECT_EQ(Cache("/dev/null/cache").trouble(), Cache::Trouble::missing); }

TEST(CacheFolderOff, DoesNothing) {
  const Cache off(std::nullopt);
  EXPECT_EQ(off.trouble(), Cache::Trouble::none);
  off.keep("key", "object");
  EXPECT_FALSE(off.find("key"));
}

}  // namespace
}  // namespace huice
