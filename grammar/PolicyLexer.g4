// Tokens of the Huice policy language: English and Chinese spellings side by side.
//
// The lexer reads text whose full-width signs (U+FF01-FF5E, 、 × ÷ − U+3000) are already folded to ASCII, one character
// for one, so positions stay those of the file. Of the characters beyond ASCII that no rule below names, it is shown one for
// each class: Q for what begins a word (XID_Start), · for what continues one (XID_Continue), U+000B for white space.
// Longest match wins, then the first rule; so keywords precede NAME.
// A word of the reserved group is never a name unless quoted; every other keyword is one wherever a name may stand
// (rule `contextual` of the parser).
lexer grammar PolicyLexer;

// Made after lexing, never read from text: a `/` between two units (told apart from division), a `-` behind an operand on
// the same line (it can only subtract), and what stands in place of something that was already reported.
tokens { UNIT_SLASH, MINUS_BETWEEN, UNREADABLE }

// ---- Space and comments ------------------------------------------------------------------------------------------------

SPACE                : [ \t\r\n\u000B\u000C\uFEFF]+ -> channel(HIDDEN);
LINE_COMMENT         : '//' ~[\r\n]* -> channel(HIDDEN);
BLOCK_COMMENT        : '/*' .*? '*/' -> channel(HIDDEN);
UNTERMINATED_COMMENT : '/*' ( ~[*] | '*'+ ~[*/] )* '*'*;

// ---- Reserved words ------------------------------------------------------------------------------------------------------

AND          : 'and' | '且';
OR           : 'or' | '或';
NOT          : 'not' | '非';
IN           : 'in' | '属于';
NOT_IN       : '不属于';
IS           : 'is';
IS_GIVEN     : '已填';
OF           : 'of' | '的';
AT           : 'at' | '于';
MATCH        : 'match' | '按';
STEPPED      : 'stepped' | '分档';
MARGINAL     : 'marginal' | '累进';
INTERPOLATED : 'interpolated' | '插值';
WHERE        : 'where' | '其中';
WHEN         : 'when' | '当';
UNLESS       : 'unless' | '除非';
EXCEPT       : 'except' | '例外';
DEFAULT      : 'default' | '缺省';
ROUNDED      : 'rounded' | '取整';
TRUE         : 'true' | '是';
FALSE        : 'false' | '否';
OTHERWISE    : 'otherwise' | '其余';

// ---- Contextual keywords -------------------------------------------------------------------------------------------------

// programs and documents
HUICE       : 'huice' | '惠策';
USE         : 'use' | '引用';
DOCUMENT    : 'document' | '文件';
ISSUER      : 'issuer' | '发文机关';
SOURCE      : 'source' | '原文';
FORCE       : 'force';
IN_FORCE    : '有效期';
FROM        : 'from' | '自';
TO          : 'to' | '至' | '到';
CLAUSES     : 'clauses' | '条款';
QUALITATIVE : 'qualitative' | '定性';
ROUNDING    : 'rounding';
HALF        : 'half';
HALF_UP     : '四舍五入';
UP          : 'up' | '进位';
DOWN        : 'down' | '舍去';

// entities and types
ENTITY          : 'entity' | '主体';
TYPE            : 'type' | '类型';
KEY             : 'key' | '主键';
REQUIRED        : 'required' | '必填';
MAY             : 'may';
BE              : 'be';
NEGATIVE        : 'negative';
MAY_BE_NEGATIVE : '可为负';
DECIDED         : 'decided';
DECIDED_BY      : '核定';
EXTERNAL        : 'external' | '外部';
ONE             : 'one';
ONE_OF          : '单选';
SET             : 'set';
SET_OF          : '多选';
QUANTITY        : 'quantity';
QUANTITY_OF     : '数量';
MONEY           : 'money' | '金额';
PERCENT         : 'percent' | '比例';
INTEGER         : 'integer' | '整数';
TEXT            : 'text' | '文本';
BOOL            : 'bool' | '是否';
DATE_TYPE       : 'date' | '日期';
DATETIME_TYPE   : 'datetime' | '时间';
PERIOD_TYPE     : 'period' | '期限';
DECIMAL         : 'decimal' | '小数';
DATA_UNIT       : '单位';
AS              : 'as';
RATIO           : 'ratio' | '比值';
DIGITS          : 'digits' | '位数';

// parameters, tables, lists, functions, lets
PARAMETER : 'parameter' | '参数';
TABLE     : 'table' | '表';
LIST      : 'list' | '名单';
FUNCTION  : 'function' | '函数';
LET       : 'let' | '令';
BELONGING : '属';
UNIQUE    : 'unique' | '唯一';
HIGHEST   : 'highest' | '取高' | '最高者';
FIRST     : 'first' | '最先者';
COLUMN    : 'column' | '列';
VIA       : 'via' | '经';
SUM       : 'sum' | '合计';
COUNT     : 'count' | '计数';
MIN       : 'min' | '最小';
MAX       : 'max' | '最大';
AVERAGE   : 'average' | '平均';
ALL       : 'all' | '全部';
ANY       : 'any' | '任一' | '任意';

// measures
MEASURE     : 'measure' | '措施';
FOR         : 'for' | '适用';
VERSION     : 'version' | '版本';
NO          : 'no';
NO_VERSION  : '无版本';
CITES       : 'cites' | '依据';
CLAUSE      : 'clause' | '第';
CLAUSE_END  : '条';
CLAUSE_N    : '第' [0-9]+ '条';
DATED       : 'dated' | '基准日';
REQUIRE     : 'require' | '条件';
PAY         : 'pay' | '支付';
MOST        : 'most';
LEAST       : 'least';
AT_MOST     : '最高';
AT_LEAST    : '最低';
LIMIT       : 'limit' | '限额';
PER         : 'per' | '每';
YEAR        : 'year';
PER_YEAR    : '每年';
TOTAL       : 'total' | '总额';
IN_TOTAL    : '累计';
ONCE        : 'once' | '一次性';
SHARE       : 'share' | '分担';
REST        : 'rest';
BY          : 'by' | '截至';
GIVEN       : 'given' | '已知';
STARTS      : 'starts';
WITH        : 'with';
STARTS_WITH : '开头为';

// comparison in words
MORE_THAN     : '超过';
NOT_MORE_THAN : '不超过';
NOT_LESS_THAN : '不低于';
LESS_THAN     : '不足';
AMBIGUOUS     : '以上' | '以下';  // >= or >? an error that offers both; never a name unless quoted

// pools and choices
POOL           : 'pool' | '资金池';
PAID           : 'paid' | '已付';
PAID_FROM      : '出自';
ORDER          : 'order';
ORDER_BY       : '排序';
EXHAUSTED      : 'exhausted';
WHEN_EXHAUSTED : '用尽时';
STOP           : 'stop' | '停止';
PARTIAL        : 'partial' | '部分';
PRORATE        : 'prorate' | '按比例';
QUOTA          : 'quota' | '配额';
CHOOSE         : 'choose' | '择取';

// targets
TARGET    : 'target' | '目标';
OVER      : 'over' | '统计';
REACH     : 'reach' | '达到';
DURING    : 'during' | '期间';
EACH      : 'each';
EACH_YEAR : '逐年';
FOR_EACH  : '各';
TENTATIVE : 'tentative' | '力争';
ABOUT     : 'about' | '约';
WITHIN    : 'within' | '误差';

// scenarios
SCENARIO  : 'scenario' | '算例';
SCENARIOS : 'scenarios';
EXPECT    : 'expect' | '应得';
PAYS      : 'pays';
BECAUSE   : 'because' | '因';
CEILING   : 'ceiling' | '上限';
AS_OF     : '截至日';

// ---- Literals and names --------------------------------------------------------------------------------------------------

DATETIME    : DATE_ISO [ \t]+ CLOCK;
DATE        : DATE_ISO | DATE_CHINESE;
// 2024-12-311, 2024-1-5, 2024-12-31a: meant as a date, never as a subtraction
BAD_DATE    : DIGIT DIGIT DIGIT DIGIT '-' DIGIT+ '-' DIGIT+ WORD_PART*;
NUMBER      : INTEGER_DIGITS ('.' INTEGER_DIGITS)? SUFFIX?;
NAME        : (WORD_START | '_') WORD_PART*;
UNIT_NAME   : '㎡' | [a-zA-Z]+ [²³];
QUOTED_NAME : '「' ~[」\r\n]* '」';
STRING      : '"' ~["\r\n]* '"' | '“' ~[”\r\n]* '”' | '＂' ~[＂\r\n]* '＂';

UNTERMINATED_NAME   : '「' ~[」\r\n]*;
UNTERMINATED_STRING : '"' ~["\r\n]* | '“' ~[”\r\n]* | '＂' ~[＂\r\n]*;

fragment DIGIT          : [0-9];
fragment INTEGER_DIGITS : DIGIT ('_'? DIGIT)*;
fragment WORD_START     : [a-zA-Z\u4E00-\u9FCC];
fragment WORD_PART      : [a-zA-Z\u4E00-\u9FCC0-9_·];
fragment SUFFIX         : '%' | '‰' | '㎡' | WORD_START WORD_PART* [²³]?;
fragment DATE_ISO       : DIGIT DIGIT DIGIT DIGIT '-' DIGIT DIGIT '-' DIGIT DIGIT;
fragment DATE_CHINESE   : DIGIT+ '年' DIGIT+ '月' DIGIT+ '日';
fragment CLOCK          : DIGIT DIGIT ':' DIGIT DIGIT ':' DIGIT DIGIT;

// ---- Signs ---------------------------------------------------------------------------------------------------------------

LEFT_BRACE    : '{';
RIGHT_BRACE   : '}';
LEFT_PAREN    : '(';
RIGHT_PAREN   : ')';
COMMA         : ',';
COLON         : ':';
DOT           : '.';
PIPE          : '|';
ARROW         : '->';
AT_SIGN       : '@';
EQUAL         : '=';
NOT_EQUAL     : '!=' | '≠';
LESS          : '<';
LESS_EQUAL    : '<=' | '≤';
GREATER       : '>';
GREATER_EQUAL : '>=' | '≥';
PLUS          : '+';
MINUS         : '-';
STAR          : '*';
SLASH         : '/';
PERCENT_SIGN  : '%' | '‰';

ERROR_CHARACTER : .;
