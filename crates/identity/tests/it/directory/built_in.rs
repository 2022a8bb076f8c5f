use identity::directory::{Holder, Page};

use super::support::{House, NOW, allowing, told};

#[tokio::test]
async fn they_are_there_and_stay_as_they_are() {
    let house = House::new();
    let directory = &house.directory;
    let all = directory.built_in_policies(&Page::default()).items;
    let arns: Vec<_> = all.iter().map(|policy| directory.policy_arn(policy)).collect();
    let of = |rest: &str| format!("arn:aws:iam::aws:policy/{rest}");
    let expected = [
        of("AdministratorAccess"),
        of("AmazonDynamoDBFullAccess"),
        of("AmazonS3FullAccess"),
        of("AmazonS3ReadOnlyAccess"),
        of("AmazonSNSFullAccess"),
        of("AmazonSQSFullAccess"),
        of("AWSLambda_FullAccess"),
        of("AWSLambda_ReadOnlyAccess"),
        of("service-role/AWSLambdaBasicExecutionRole"),
        of("service-role/AWSLambdaDynamoDBExecutionRole"),
        of("service-role/AWSLambdaKinesisExecutionRole"),
        of("service-role/AWSLambdaRole"),
        of("service-role/AWSLambdaSQSQueueExecutionRole"),
        of("service-role/AWSLambdaVPCAccessExecutionRole"),
        of("CloudWatchLogsFullAccess"),
        of("IAMFullAccess"),
        of("IAMReadOnlyAccess"),
        of("PowerUserAccess"),
        of("ReadOnlyAccess"),
    ];
    assert_eq!(arns, expected);
    for (arn, policy) in arns.iter().zip(&all) {
        assert_eq!(&directory.policy(arn).unwrap(), policy);
        let refused = [
            told(directory.delete_policy(arn).await),
            told(directory.create_policy_version(arn, &allowing("*"), true, NOW).await),
            told(directory.tag_policy(arn, &[]).await),
        ];
        let expected =
            format!("AccessDenied: Policy {arn} is managed by the platform and cannot be changed.");
        assert!(refused.iter().all(|answer| *answer == expected), "{refused:?}");
    }
    // A policy of the account may have the same name.
    let own = house.policy("AdministratorAccess", "s3:*").await;
    assert_eq!(own, "arn:aws:iam::000000000000:policy/AdministratorAccess");
}

#[tokio::test]
async fn they_allow_what_their_names_say() {
    let house = House::new();
    let bob = house.let_in("bob").await;
    for (name, may, may_not) in [
        ("AdministratorAccess", "iam:CreateUser", ""),
        ("PowerUserAccess", "lambda:CreateFunction", "iam:CreateUser"),
        ("ReadOnlyAccess", "s3:GetObject", "s3:PutObject"),
        ("ReadOnlyAccess", "lambda:ListFunctions", "secretsmanager:GetSecretValue"),
        ("AWSLambda_FullAccess", "lambda:DeleteFunction", "iam:PassRole"),
        ("AWSLambda_ReadOnlyAccess", "lambda:GetFunction", "lambda:InvokeFunction"),
        ("service-role/AWSLambdaBasicExecutionRole", "logs:PutLogEvents", "logs:GetLogEvents"),
        ("service-role/AWSLambdaRole", "lambda:InvokeFunction", "lambda:GetFunction"),
        ("service-role/AWSLambdaSQSQueueExecutionRole", "sqs:ReceiveMessage", "sqs:SendMessage"),
        ("service-role/AWSLambdaDynamoDBExecutionRole", "dynamodb:GetRecords", "dynamodb:GetItem"),
        ("service-role/AWSLambdaKinesisExecutionRole", "kinesis:GetRecords", "kinesis:PutRecord"),
        (
            "service-role/AWSLambdaVPCAccessExecutionRole",
            "ec2:CreateNetworkInterface",
            "ec2:RunInstances",
        ),
        ("AmazonS3FullAccess", "s3:DeleteBucket", "sqs:SendMessage"),
        ("AmazonS3ReadOnlyAccess", "s3:ListBucket", "s3:DeleteBucket"),
        ("AmazonSQSFullAccess", "sqs:SendMessage", "sns:Publish"),
        ("AmazonDynamoDBFullAccess", "dynamodb:PutItem", "s3:GetObject"),
        ("AmazonSNSFullAccess", "sns:Publish", "sqs:SendMessage"),
        ("CloudWatchLogsFullAccess", "logs:DeleteLogGroup", "cloudwatch:PutMetricData"),
        ("IAMFullAccess", "iam:CreateUser", "s3:GetObject"),
        ("IAMReadOnlyAccess", "iam:GetUser", "iam:CreateUser"),
    ] {
        let arn = format!("arn:aws:iam::aws:policy/{name}");
        house.directory.attach_policy(Holder::User("bob"), &arn).await.unwrap();
        assert!(house.may(&bob, may), "{name} {may}");
        assert!(may_not.is_empty() || !house.may(&bob, may_not), "{name} {may_not}");
        house.directory.detach_policy(Holder::User("bob"), &arn).await.unwrap();
    }
}
