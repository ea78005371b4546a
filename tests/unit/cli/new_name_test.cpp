#include "cli/new_name.hpp"

#include <gtest/gtest.h>

#include <string>

namespace initlab {
namespace {

TEST(NewName, identifiers_in_snake_case_are_names) {
  for (const char* name : {"a", "my_relu", "relu_2", "x2y", "phi"}) EXPECT_FALSE(problem_of_name(name)) << name;
  EXPECT_FALSE(problem_of_name(std::string(47, 'x')));
}

TEST(NewName, other_texts_are_not) {
  for (const char* name : {"", "MyRelu", "my-relu", "2relu", "_x", "x_", "a__b", "a b", "../x", "größe", "a.b", "a\nb"})
    EXPECT_NE(problem_of_name(name).value_or("").find("snake_case"), std::string::npos) << name;
  EXPECT_EQ(problem_of_name(std::string(48, 'x')), "is too long (48 characters, at most 47)");
  EXPECT_EQ(problem_of_name("double"), "is a word of C++");
  EXPECT_EQ(problem_of_name("test"), "is one of CMake's own targets");
}

TEST(NewName, a_suggestion_is_near_and_usable) {
  EXPECT_EQ(suggested_name("MyRelu"), "my_relu");
  EXPECT_EQ(suggested_name("my-relu!"), "my_relu");
  EXPECT_EQ(suggested_name("ReLU6"), "re_lu6");
  EXPECT_EQ(suggested_name("2relu"), "my_2relu");
  EXPECT_EQ(suggested_name("double"), "my_double");
  EXPECT_EQ(suggested_name("test"), "my_test");
  EXPECT_EQ(suggested_name("a  -  b"), "a_b");
  EXPECT_EQ(suggested_name("---"), std::nullopt);
  EXPECT_EQ(suggested_name(std::string(60, 'x')), std::nullopt);
}

TEST(NewName, the_struct_is_called_likewise) {
  EXPECT_EQ(type_name_of("my_relu"), "MyRelu");
  EXPECT_EQ(type_name_of("relu_2"), "Relu2");
  EXPECT_EQ(type_name_of("x"), "X");
}

}  // namespace
}  // namespace initlab
