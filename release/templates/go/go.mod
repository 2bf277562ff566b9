module smsmail.invalid/corpus

go 1.19
