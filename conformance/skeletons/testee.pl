#!/usr/bin/perl
# A testee: it answers the questions of `smsmail conformance`, one JSON object a line.
#
# It knows one operation. Put a call of your own code in its place, add the others, and run
#
#     smsmail conformance --testee 'perl testee.pl'

use strict;
use warnings;
use JSON::PP;    # comes with Perl

my $ID    = qr/[A-Za-z0-9._-]{1,40}/;
my $OK    = qr/\A[ \t\r\n]*OK - ([1-9][0-9]{0,8}) SMS, ID - ($ID)[ \t\r\n]*\z/;
my $ERROR = qr/\A[ \t\r\n]*ERROR = ([1-9]) \(([^\r\n]*)\)(?:, ID - ($ID))?[ \t\r\n]*\z/;

# What dies with a reference says that the input is wrong. Its code is the error number that the server would answer,
# if there is one.
sub decode_reply {
    my ($given) = @_;
    if ($given->{text} =~ $OK) {
        return { kind => 'accepted', sms => $1 + 0, id => $2 };
    }
    if ($given->{text} =~ $ERROR) {
        return { kind => 'rejected', error => $1 + 0, description => $2, id => $3 };
    }
    die { code => undef, message => 'this is no reply of the server' };
}

# Missing, and reported as skipped: decode_request, encode_request, encode_reply, decode_content,
# segment, sms_count, send_at, decode_mail, encode_mail, serve.
my %OPERATIONS = (decode_reply => \&decode_reply);

sub answer {
    my ($question) = @_;
    if ($question->{op} eq 'hello') {
        my %about = (implementation => 'my-codec', version => '0.1.0', language => 'Perl');
        return { protocol => 1, %about, ops => [sort keys %OPERATIONS] };
    }
    my $operation = $OPERATIONS{ $question->{op} } or return { id => $question->{id}, skip => 'not there yet' };
    my $result = eval { $operation->($question->{input}) };
    if (!$result) {
        die $@ unless ref $@;
        return { id => $question->{id}, error => $@ };
    }
    return { id => $question->{id}, ok => $result };
}

my $json = JSON::PP->new->ascii;
$| = 1;
while (my $line = <STDIN>) {
    my $question = $json->decode($line);
    last if $question->{op} eq 'bye';
    print $json->encode(answer($question)), "\n";
}
