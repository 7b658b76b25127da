// Syntax of the Huice policy language. What it means is in docs/language.md; this file says only how it is written.
//
// Items of a block may be separated by commas. `name` takes every word that is not reserved, so a keyword that begins
// a clause is told from a name by what follows it. Rules that end in `Clause`, and `field`, `datedValue`, `step`, are
// where reading goes on after an error.
parser grammar PolicyParser;
options { tokenVocab = PolicyLexer; }

file : versionLine? item* EOF;
versionLine : HUICE NUMBER;
item
  : useFile | document | typeAlias | entity | parameter | topLet | function | table | list
  | measure | limitOf | pool | choose | target | scenario
  ;

// ---- Names and small parts -----------------------------------------------------------------------------------------------

name  : NAME | QUOTED_NAME | contextual | MOST | LEAST;
names : name (COMMA name)*;
label : STRING;
date  : DATE;
dateRange : FROM? date TO date | FROM date | TO date;
unit : unitPart ((SLASH | UNIT_SLASH) unitPart)?;
unitPart : name | UNIT_NAME | PERCENT_SIGN;
roundingMode : HALF UP | HALF_UP | DOWN | UP;
inForce : (IN FORCE | IN_FORCE) dateRange;
rounding : (ROUNDING | ROUNDED) roundingMode TO expression;

contextual
  : HUICE | USE | DOCUMENT | ISSUER | SOURCE | FORCE | IN_FORCE | FROM | TO | CLAUSES | QUALITATIVE | ROUNDING | HALF
  | HALF_UP | UP | DOWN | ENTITY | TYPE | KEY | REQUIRED | MAY | BE | NEGATIVE | MAY_BE_NEGATIVE | DECIDED | DECIDED_BY
  | EXTERNAL | ONE | ONE_OF | SET | SET_OF | QUANTITY | QUANTITY_OF | MONEY | PERCENT | INTEGER | TEXT | BOOL
  | DATE_TYPE | DATETIME_TYPE | PERIOD_TYPE | DECIMAL | DATA_UNIT | AS | RATIO | DIGITS | PARAMETER | TABLE | LIST
  | FUNCTION | LET | BELONGING | UNIQUE | HIGHEST | FIRST | COLUMN | VIA | SUM | COUNT | MIN | MAX | AVERAGE | ALL | ANY
  | MEASURE | FOR | VERSION | NO | NO_VERSION | CITES | CLAUSE | CLAUSE_END | CLAUSE_N | DATED | REQUIRE | PAY | AT_MOST
  | AT_LEAST | LIMIT | PER | YEAR | PER_YEAR | TOTAL | IN_TOTAL | ONCE | SHARE | REST | BY | GIVEN | STARTS | WITH
  | STARTS_WITH | MORE_THAN | NOT_MORE_THAN | NOT_LESS_THAN | LESS_THAN | POOL | PAID | PAID_FROM | ORDER | ORDER_BY
  | EXHAUSTED | WHEN_EXHAUSTED | STOP | PARTIAL | PRORATE | QUOTA | CHOOSE | TARGET | OVER | REACH | DURING | EACH
  | EACH_YEAR | FOR_EACH | TENTATIVE | ABOUT | WITHIN | SCENARIO | SCENARIOS | EXPECT | PAYS | BECAUSE | CEILING | AS_OF
  ;

// ---- Documents -----------------------------------------------------------------------------------------------------------

useFile : USE STRING;

document : DOCUMENT name label? LEFT_BRACE (documentClause COMMA?)* RIGHT_BRACE;
documentClause
  : ISSUER label
  | SOURCE label
  | inForce
  | CLAUSES clauseRange (COMMA clauseRange)*
  | QUALITATIVE clauseRange (COMMA clauseRange)*
  | rounding
  ;
clauseRange : clauseNumber (TO clauseNumber)?;
clauseNumber : NUMBER | STRING | CLAUSE_N;

// several fragments of one clause; a comma before anything else separates clauses of the block
cites : CITES name clause (label (COMMA label)*)?;
clause : CLAUSE (NUMBER | STRING) CLAUSE_END? | CLAUSE_N;

// ---- Types and entities --------------------------------------------------------------------------------------------------

typeAlias : TYPE name label? EQUAL type;
type
  : basicType
  | (ONE OF | ONE_OF) LEFT_BRACE (enumMember COMMA?)* RIGHT_BRACE
  | (SET OF | SET_OF) name
  | (QUANTITY OF | QUANTITY_OF) unit
  | DECIMAL LEFT_PAREN NUMBER RIGHT_PAREN
  | unitPart (SLASH | UNIT_SLASH) unitPart
  | name
  ;
basicType : MONEY | PERCENT | INTEGER | COUNT | TEXT | BOOL | DATE_TYPE | DATETIME_TYPE | PERIOD_TYPE;
enumMember : name label?;

entity : ENTITY name label? LEFT_BRACE (field COMMA?)* RIGHT_BRACE;
field : name label? COLON type fieldOption*;
fieldOption
  : KEY
  | REQUIRED
  | DEFAULT constant
  | MAY BE NEGATIVE
  | MAY_BE_NEGATIVE
  | (DECIDED BY | DECIDED_BY) label?
  | (IN | DATA_UNIT) unit
  | AS? RATIO
  | FROM constant TO constant
  | DIGITS NUMBER
  ;
// no operators: `default 0元 in 万元` are two options
constant : MINUS? operand;

// ---- Parameters, lets, functions, tables, lists --------------------------------------------------------------------------

parameter
  : PARAMETER name label? (COLON type)? (LEFT_BRACE (datedValue COMMA?)* RIGHT_BRACE | EQUAL expression | EXTERNAL)
  ;
datedValue : FROM date COLON expression;

topLet : LET name label? ((OF | BELONGING) name)? EQUAL expression exceptClause*;
exceptClause : EXCEPT ((name label? | label) COLON)? expression WHEN expression;

function : FUNCTION name label? LEFT_PAREN (functionParameter (COMMA functionParameter)*)? RIGHT_PAREN ARROW type EQUAL expression;
functionParameter : name COLON type;

table
  : TABLE name label? LEFT_PAREN functionParameter (COMMA functionParameter)* RIGHT_PAREN ARROW type tablePolicy?
    (LEFT_BRACE grid RIGHT_BRACE | FROM label)
  ;
tablePolicy : UNIQUE | HIGHEST | SUM;
// Rows are told apart by the number of columns: a line break is white space.
grid : PIPE (cell? PIPE)*;
cell : ARROW | ANY | compareOp? expression (COMMA expression)*;

list : LIST name label? (OF | BELONGING) type FROM label (COLUMN label)?;

// ---- Measures ------------------------------------------------------------------------------------------------------------

measure : MEASURE name label? FOR name LEFT_BRACE (measureClause COMMA?)* RIGHT_BRACE;
measureClause
  : cites
  | DATED name
  | inForce
  | require
  | measureLet
  | PAY expression
  | limit
  | share
  | paidFrom
  | rounding
  | version
  | (NO VERSION | NO_VERSION) dateRange
  ;
require : REQUIRE ((name label? | label) COLON)? expression (UNLESS expression)?;
measureLet : LET name label? EQUAL expression exceptClause*;
limit
  : LIMIT expression (PER names)? limitPeriod?
  | ONCE PER names limitPeriod?
  ;
limitPeriod : PER YEAR | PER_YEAR | IN TOTAL | IN_TOTAL;
share : SHARE sharePart (COMMA sharePart)*;
sharePart : name (REST | OTHERWISE | expression);
paidFrom
  : (PAID FROM | PAID_FROM) name
  | PAID SHARE name FROM name
  ;
version : VERSION name? label? inForce? LEFT_BRACE (measureClause COMMA?)* RIGHT_BRACE;

// `limit 200万元 of m1, m2 per uscc per year`: `of m1` is read with the amount
limitOf : LIMIT expression (COMMA name)* (PER names)? limitPeriod?;

pool : POOL name label? LEFT_BRACE (poolClause COMMA?)* RIGHT_BRACE;
poolClause
  : cites
  | inForce
  | TOTAL expression
  | (ORDER BY | ORDER_BY) name
  | (WHEN EXHAUSTED | WHEN_EXHAUSTED) (STOP | PARTIAL | PRORATE)
  | QUOTA name LEFT_BRACE (matchArm COMMA?)* RIGHT_BRACE
  ;

choose : CHOOSE (HIGHEST | FIRST) OF? names PER names;

// ---- Targets -------------------------------------------------------------------------------------------------------------

target : TARGET name label? OVER name LEFT_BRACE (targetClause COMMA?)* RIGHT_BRACE;
targetClause : cites | DATED name | reach;
reach : REACH expression (FROM expression TO expression | ABOUT expression (WITHIN expression)?)? reachOption*;
reachOption
  : BY date
  | DURING dateRange
  | EACH YEAR
  | EACH_YEAR
  | (FOR EACH | FOR_EACH) name (IN name)?
  | TENTATIVE
  ;

// ---- Scenarios -----------------------------------------------------------------------------------------------------------

scenario
  : (SCENARIO | SCENARIOS) name? label? FOR name (LEFT_BRACE (grid | (step COMMA?)*) RIGHT_BRACE | FROM label)
  ;
step
  : GIVEN givenItem (COMMA givenItem)*
  | EXPECT name (COMMA? expectation)*
  ;
// `income`, `household.district`, `Person.income`: of the row, through a reference, of a member
givenItem : name (DOT name)? EQUAL expression | PAID expression (BY date)? | (AS OF | AS_OF) date;
expectation
  : (PAYS | PAY) expression
  | CEILING expression
  | SHARE name expression
  | BECAUSE reason (COMMA reason)*
  | REACH expression
  | BY date
  | FOR group
  ;
// a target's: `2024`, `xuanwu`, `2024 xuanwu`, `2024 "一园"`
group : NUMBER (name | STRING)? | name | STRING;
reason : name ((AT_SIGN | COLON | DOT) name)? | STRING;

// ---- Expressions, loosest first --------------------------------------------------------------------------------------------

expression : negation ((AND | OR) negation)*;
negation : NOT* comparison;
comparison : bounded comparisonTail*;
comparisonTail
  : compareOp bounded
  | (IN | NOT IN | NOT_IN) bounded
  | (STARTS WITH | STARTS_WITH) bounded
  | IS GIVEN
  | IS_GIVEN
  ;
compareOp
  : EQUAL | NOT_EQUAL | LESS | LESS_EQUAL | GREATER | GREATER_EQUAL
  | MORE_THAN | NOT_MORE_THAN | NOT_LESS_THAN | LESS_THAN
  ;
bounded : sum boundTail*;
boundTail
  : (AT MOST | AT_MOST | AT LEAST | AT_LEAST) sum
  | ROUNDED roundingMode TO sum
  ;
sum : product ((PLUS | MINUS | MINUS_BETWEEN) product)*;
product : factor ((STAR | SLASH | OF) factor)*;
factor : MINUS* postfix;
postfix : operand postfixTail*;
postfixTail
  : DOT name
  | VIA name
  | DEFAULT MINUS? operand (DOT name)*
  | AT moment
  ;
// `at most` and `at least` are always the operators
moment : DATE | DATETIME | LEFT_PAREN expression RIGHT_PAREN | (NAME | QUOTED_NAME | contextual) (DOT name)*;

operand
  : NUMBER (UNIT_SLASH unitPart)?
  | STRING
  | DATETIME
  | DATE
  | TRUE
  | FALSE
  | UNREADABLE
  | LEFT_PAREN expression RIGHT_PAREN
  | LEFT_BRACE (expression (COMMA expression)* COMMA?)? RIGHT_BRACE
  | MATCH expression? LEFT_BRACE (matchArm COMMA?)* RIGHT_BRACE
  | (STEPPED | MARGINAL | INTERPOLATED) (BY | MATCH) expression LEFT_BRACE (scaleStep COMMA?)* RIGHT_BRACE
  | name (LEFT_PAREN arguments RIGHT_PAREN | AT_SIGN name)?
  ;
arguments : (expression (WHERE expression)? (COMMA expression)*)?;
matchArm : (OTHERWISE | expression (COMMA expression)*) COLON expression;
scaleStep : (OTHERWISE | compareOp expression) COLON expression (TO expression)?;
